//! Health checks against the ports a task definition opens.

use crate::domain::task_definition::{ContainerDefinition, TaskDefinition};

/// What is wrong where a target group asks a port that no container opens. Only where a target is the task's own
/// address: on bridged networks the host's port is another one by design.
pub fn of_target(definition: &TaskDefinition, target: &str, port: i32) -> Option<String> {
    let opened: Vec<i32> = definition.containers.iter().flat_map(|container| container.ports.iter().copied()).collect();
    let is_address = target.parse::<std::net::IpAddr>().is_ok();
    let wrong = is_address && !opened.is_empty() && !opened.contains(&port);
    wrong.then(|| {
        let name = definition.short_name();
        format!("The load balancer asks port {port}, and {name} opens {}: make them agree.", listed(&opened))
    })
}

/// What is wrong where a container's own check asks a port of the task that no container opens: it may still listen
/// there, so it is said as a question.
pub fn of_check(definition: &TaskDefinition, container: &ContainerDefinition) -> Option<String> {
    let opened: Vec<i32> = definition.containers.iter().flat_map(|container| container.ports.iter().copied()).collect();
    let port = asked(container.health_check.as_ref()?.raw())?;
    let wrong = !opened.is_empty() && !opened.contains(&port);
    wrong.then(|| {
        let (container, opened) = (&container.name, listed(&opened));
        format!("The health check of {container} asks port {port}, and the task opens {opened}: is it the right one?")
    })
}

/// The port of `localhost:8080` or `127.0.0.1:8080` in a command.
fn asked(command: &str) -> Option<i32> {
    let (_, rest) = ["localhost:", "127.0.0.1:", "[::1]:"].iter().find_map(|host| command.split_once(host))?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn listed(ports: &[i32]) -> String {
    ports.iter().map(i32::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;

    fn definition(ports: &[i32], check: Option<&str>) -> TaskDefinition {
        let app = ContainerDefinition {
            ports: ports.to_vec(),
            health_check: check.map(Text::new),
            ..ContainerDefinition::bare(Text::new("app"))
        };
        TaskDefinition {
            arn: Text::new("arn:aws:ecs:eu-west-1:111122223333:task-definition/web:8"),
            family: Text::new("web"),
            revision: 8,
            cpu: None,
            memory: None,
            task_role: None,
            execution_role: None,
            network_mode: None,
            containers: vec![app],
        }
    }

    #[test]
    fn a_check_of_a_port_that_nobody_opens_is_told() {
        let told = of_target(&definition(&[8080, 9000], None), "10.0.1.7", 80);
        assert_eq!(
            told.as_deref(),
            Some("The load balancer asks port 80, and web:8 opens 8080, 9000: make them agree.")
        );
        assert_eq!(of_target(&definition(&[80], None), "10.0.1.7", 80), None);
        assert_eq!(of_target(&definition(&[], None), "10.0.1.7", 80), None, "none is told");
        assert_eq!(of_target(&definition(&[8080], None), "i-0a1b2c3d", 32768), None, "the host's port");
        let check = |command: &str| {
            let definition = definition(&[8080], Some(command));
            of_check(&definition, &definition.containers[0])
        };
        assert!(check("CMD-SHELL curl -f http://localhost:9090/up || exit 1").is_some_and(|s| s.contains("port 9090")));
        assert_eq!(check("CMD-SHELL curl -f http://127.0.0.1:8080/up"), None);
        assert_eq!(check("CMD /bin/true"), None);
    }
}
