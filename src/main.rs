//! `unstuck`: a console for an ECS service stuck in a CloudFormation deploy.

fn main() {}
