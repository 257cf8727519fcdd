//! Calling a function of one row by its name.

use super::{date, hash, ip, json, numeric, string};
use crate::insights::eval::clock::QueryClock;
use crate::insights::eval::code::Code;
use crate::insights::function::Function;
use crate::insights::value::Value;

/// Calls a function. `eval` computes an argument; `if`, `case` and `coalesce` compute only those they need.
pub fn call(function: Function, arguments: &[Code], eval: &dyn Fn(&Code) -> Value, clock: &QueryClock) -> Value {
    if let Some(value) = choose(function, arguments, eval) {
        return value;
    }
    let values: Vec<Value> = arguments.iter().map(eval).collect();
    let get = |at: usize| values.get(at).unwrap_or(&Value::Null);
    match function {
        Function::IsPresent => Value::truth(!get(0).is_null()),
        Function::IsNumeric => Value::truth(get(0).number().is_some()),
        Function::MessageSize => get(0).as_text().map_or(Value::Null, |text| Value::Int(text.len() as i64)),
        _ => None
            .or_else(|| numeric::call(function, &values))
            .or_else(|| date::call(function, &values, clock))
            .or_else(|| json::call(function, &values))
            .or_else(|| ip::call(function, &values))
            .or_else(|| string::call(function, &values))
            .or_else(|| hash::call(function, &values))
            .unwrap_or(Value::Null),
    }
}

fn choose(function: Function, arguments: &[Code], eval: &dyn Fn(&Code) -> Value) -> Option<Value> {
    let get = |at: usize| arguments.get(at).map_or(Value::Null, eval);
    match function {
        Function::If => Some(if get(0).holds() { get(1) } else { get(2) }),
        Function::Coalesce => Some(arguments.iter().map(eval).find(|value| !value.is_null()).unwrap_or_default()),
        Function::Case => {
            let (branches, rest) = arguments.as_chunks::<2>();
            let chosen = branches.iter().find(|[condition, _]| eval(condition).holds()).map(|[_, value]| value);
            Some(chosen.or(rest.first()).map_or(Value::Null, eval))
        }
        _ => None,
    }
}
