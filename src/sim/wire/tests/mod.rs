//! The wire seen from outside: through the SDK in-process, and through a socket.

mod bench;
mod cloudformation;
mod ecs;
mod logs;
mod logs_paging;
mod loopback;
mod queries;
mod task_sets;
