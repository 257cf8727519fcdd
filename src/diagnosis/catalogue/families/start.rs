//! Creating and starting the container, and Docker's own trouble with it.

use super::super::cause::Cause;
use super::super::subject::{Find, PROGRAM};
use crate::diagnosis::verdict::Category::{AgentOrInstance, AppCrash, Config, Image, Other, Resources};

pub const GUARD: &str = "{cannotstart | cannotcreate | cannotinspect | cannotstop | cannotdescribe | cannotremove | cannotlist | containerruntime | dockertimeout | outofmemory | out of memory | oom | oci runtime | runc | error response from daemon | api error 4 | api error 5 | containervanished | shim task | could not transition | exec format error | containerd | starting container process | container init | new container | devicemapper | docker daemon | dockerstateerror | dockerstatecannot | clienterror | container killed | memory usage | start container | create container | executable file not found | containerstatus | hcsshim | sandbox | container runtime} & !operation error";

const PORT: &[Find] =
    &[Find::After("bind for "), Find::After("listen tcp4 "), Find::After("listen tcp "), Find::After("port ")];

pub const CAUSES: &[Cause] = &[
    Cause::new("host_memory_exhausted", Resources, "There is no memory left to start it: on the instance, or within the container's limit.",
        "See what runs on the instance: let it hold fewer tasks (truer reservations, ECS_RESERVED_MEMORY) or use a larger one; a very small memory limit of the container does the same.")
        .when(&["cannot allocate memory"]),
    Cause::new("oom_killed", Resources, "The container used more memory than it may, and was killed.",
        "Raise memory of the container and the task, or lower the program's use (heap size, workers); see the memory graph of the last minutes.")
        .when(&["outofmemory | out of memory | oom-killed | oomkilled | oom killed | oom-kill | memory usage | memory limit too low | memory limit exceeded | oom kill"]),
    Cause::new("disk_full", Resources, "There is no disk space left on the host.",
        "Free or enlarge the instance's disk, or raise the task's ephemeral storage.").when(&["no space left on device | thin pool | disk quota exceeded | free data blocks"]),
    Cause::new("host_port_conflict", Resources, "The host port {subject|} is already taken.",
        "Use host port 0 (dynamic) or awsvpc networking, or give each task its own instance.").when(&["port is already allocated | address already in use | ports are not available | failed to bind host port | bind: address | port*already in use | port*is already | bind for*failed", "programming external connectivity & !iptables & !chain"]).about(PORT),
    Cause::new("image_arch_mismatch", Image, "The program was built for another processor than the task's, or its script has no interpreter line.",
        "Build the image for the task's platform, or set runtimePlatform.cpuArchitecture; for a script add the #! line.").when(&["exec format error | incompatible with the host | operating system*does not match | windows version*incompatible | does not match the host"]).about(PROGRAM),
    Cause::new("command_not_found", AppCrash, "The command {subject|} does not exist in the image.",
        "Correct command or entryPoint in the task definition, or put {subject|the program} into the image; a script with Windows line ends also looks missing.")
        .when(&["executable file not found", "{exec | stat | starting container process | user process} & no such file or directory & !mount & !device & !rootfs & !chdir & !passwd", "no command specified"]).about(PROGRAM),
    Cause::new("working_directory_missing", AppCrash, "The working directory cannot be entered.", "Correct workingDirectory in the task definition or WORKDIR in the image, and its permissions.").when(&["chdir to cwd | chdir"]),
    Cause::new("command_not_executable", AppCrash, "The command {subject|} may not be executed.",
        "Give the file the execute permission in the image (chmod +x), and check the user it runs as.").when(&["{exec | starting container process | user process | oci runtime} & permission denied & !mount & !docker.sock & !cgroup & !sysctl"]).about(PROGRAM),
    Cause::new("device_missing", Config, "A device of the task definition does not exist on the instance.",
        "Take the device out of linuxParameters, or use instances that have it (GPU AMI, /dev/dri …).").when(&["gathering device information | custom device | could not select device driver | no such device", "device & no such file"]).about(&[Find::Having("/dev/")]),
    Cause::new("user_missing", Config, "The user the container shall run as does not exist in the image.", "Correct user in the task definition, or create it in the image.").when(&["unable to find user | no matching entries in passwd | etc/passwd | etc/group | unable to find group | linux spec user"]),
    Cause::new("dependency_failed", AppCrash, "A container did not start because one it depends on failed.",
        "Look at the exit code and log of the container it depends on (dependsOn).").when(&["dependent container | dependency"]),
    Cause::new("mount_invalid", Config, "A mount of the container does not fit: path missing, or a file over a directory.",
        "Correct mountPoints and the volume's source path; both ends must be of the same sort, and exist.")
        .when(&["mount & !mount callback & {not a directory | no such file | are you trying | not shared | read-only file system | invalid | denied | error}", "failed to chown | failed to copy file info | lchown", "duplicate mount point | invalid volume specification | invalid mount | rootfs_linux | volume*not found | no such volume | invalid characters for a local volume"]),
    Cause::new("container_settings_invalid", Config, "Docker refuses a setting of the container.",
        "Correct the setting in the container definition; the message names it.")
        .when(&["minimum memory limit | memory reservation | conflicting options | invalid hostname | unknown capability | invalid capability | sysctl | ulimit | unknown runtime | invalid parameter | bad parameter | invalid config | cpu-shares | range of cpus | network*not found | network-scoped alias | invalid header field | invalid container name | links are only supported | could not get container for | privileged mode | seccomp | swappiness | must be | not allowed | invalid argument | invalid environment | is not supported"]),
    Cause::new("gpu_unavailable", AgentOrInstance, "The instance's GPU cannot be used.", "Check the GPU driver and the AMI of the instance.").when(&["nvidia | gpu"]),
    Cause::new("docker_timeout", AgentOrInstance, "Docker did not answer in time.",
        "Look at the instance: disk and CPU load, the Docker daemon, the agent's version; replace the instance when it repeats.")
        .when(&["could not transition to | dockertimeouterror | containerruntimetimeouterror | timed out after | deadline exceeded | timed out | timeout"]),
    Cause::new("container_vanished", AgentOrInstance, "The container disappeared under the agent.", "Check who else removes containers on the instance, and the agent's version; replace the instance.").when(&["containervanished | no container matching | no such container | container*not found | is not running | already exited | already stopped"]),
    Cause::new("docker_daemon_trouble", AgentOrInstance, "Docker or the agent failed with this container.",
        "Look at the instance's Docker and agent logs; drain and replace the instance when it repeats.")
        .when(&["docker daemon | docker.sock | docker0 | veth | bridge | endpoint with name | failed to create endpoint | iptables | cgroup | already in use by container | cannotinspect | cannotstop | cannotdescribe | cannotremove | cannotlist | cannotkill | transport is closing | connection error | grpc | devicemapper | layer does not exist | read-write layer | ttrpc | untar | bad file descriptor | device or resource busy | containerd | dial unix | failed to get container status | sandbox | apparmor | resource temporarily unavailable | pids | unexpected eof | broken pipe"]),
    Cause::new("start_failed", AppCrash, "The container could not be started; what the runtime says about its command decides.",
        "Check command, entryPoint and the image's own start with docker run.").when(&["starting container process | container process | exec: | oci runtime | runc"]).about(PROGRAM),
    Cause::new("container_start_failed", Other, "The container could not be created or started; the message does not say why.",
        "Check the container's settings, then the agent's and Docker's logs on the instance.").when(&["cannotstart | cannotcreate | containerruntime | error response from daemon | api error 4 | api error 5"]),
];
