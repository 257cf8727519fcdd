"""A terminal as small as the benchmarks need: where each character stands."""

import re

MOVE = re.compile(rb"\x1b\[(\d*);?(\d*)H")
OTHER = re.compile(rb"\x1b(?:\[[0-9;?]*[a-zA-Z]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[=>])")


class Grid:
    """Takes what a program writes; rows are text."""

    def __init__(self, height, width):
        self.cells = [[" "] * width for _ in range(height)]
        self.at, self.left = (0, 0), b""

    def feed(self, data):
        """Gives the numbers of the rows that were written to."""
        data, self.left, touched, i = self.left + data, b"", set(), 0
        while i < len(data):
            byte = data[i]
            if byte == 0x1b:
                move, other = MOVE.match(data, i), OTHER.match(data, i)
                if not move and not other:
                    if len(data) - i < 4096:
                        break
                    i += 1
                    continue
                if move:
                    self.at = int(move[1] or 1) - 1, int(move[2] or 1) - 1
                elif data[i:other.end()] in (b"\x1b[2J", b"\x1b[J"):
                    self.cells = [[" "] * len(row) for row in self.cells]
                i = (move or other).end()
                continue
            length = 1 if byte < 0x80 else 2 if byte < 0xe0 else 3 if byte < 0xf0 else 4
            if i + length > len(data):
                break
            character = data[i:i + length].decode(errors="replace")
            i += length
            row, column = self.at
            if character in "\r\n":
                down = character == "\n"
                if down and row + 1 >= len(self.cells):
                    self.cells = self.cells[1:] + [[" "] * len(self.cells[0])]
                    touched, row = {n - 1 for n in touched if n > 0}, row - 1
                self.at = (row + down, 0)
            elif row < len(self.cells) and column < len(self.cells[row]):
                self.cells[row][column] = character
                touched.add(row)
                self.at = row, column + 1
        self.left = data[i:]
        return touched

    def row(self, number):
        return "".join(self.cells[number])
