//! What programs say while all is well, and what they only warn of.

use super::super::cause::Cause;

/// Asked first: notices that hold words of trouble and are none.
pub const NOTICES: &[Cause] = &[
    Cause::routine("program_notice", "A notice about code or settings; the program goes on.")
        .when(&["{deprecat | experimental | will be removed in | end of life | no longer maintained | npm notice | npm fund | new*version*available | update available | browserslist | caniuse-lite | could not reliably determine*domain name | trace-deprecation | trace-warnings | picked up java_tool_options | picked up _java_options | picked up jdk_java_options | overcommit_memory | transparent huge pages | unapplied migration | no config file specified | open-in-view | development server | illegal reflective access} & !fatal & !exception & !~error: & !no longer supported & !failed & !cannot & !nocredential & !no valid", "^slf4j: & !exception"]),
    Cause::routine("request_served", "The program has answered a request.")
        .when(&["http/1.0 2 | http/1.1 2 | http/2.0 2 | http/1.1 3 | http/1.0 3 | http/2.0 3 | http/1.1 4 | http/1.0 4 | http/2.0 4 | get /*status=2", "get /*200 | post /*201 | ^get /* 200 | ^post /* 200 | ^get /* 304 | ^post /* 201 | ^head /* 200"]),
];

/// What is said not to be so is no progress.
pub const GUARD: &str = "!is not in & !are not & !not be & !not been & !never & !without a";

/// Asked of bare lines when nothing else fits.
pub const CAUSES: &[Cause] = &[
    Cause::routine("stop_asked", "The program was asked to stop and is stopping.").when(&["received sigterm | sigterm received | got sigterm | graceful shutdown | gracefully shutting down | shutting down gracefully | signal 15 | caught sigterm | signal: terminated | signal sigterm | sigterm*shutting | handling signal: term"]),
    Cause::routine("program_started", "The program has started, or is starting.")
        .when(&["listening on | listening at | listening for | listening to | server is listening | now listening | ^listening | started*in*second | started*in*ms | started in | ready in | ready for start up | ready to accept | ready for connections | is ready | ^ready | worker ready | server running | running on | running at | is running | running... | is up | startup complete | started successfully | successfully started | server started | application started | service started | started server | started on | started at | bootstrapped | booted | booting | ctrl-c | ctrl+c | use ctrl-c | starting | initializing | initialising | loading | loaded | configuration complete | will attempt to perform configuration | looking for shell scripts | launching | serving | ^> | ^+ | ^=> | ^:: | ^yarn run | ^yarn start | ^npm start | environment: | pid: | version: | mode: | port: | workers: | threads: | datasource*at | attempting to | waiting | wait-for-it | retrying | restarting | reconnecting | processing | compiled successfully | build completed | press ctrl+c | local: http | network: http | http://localhost | copyright | you can now view | prepare | welcome to | connected | connection established | established connection | connected to"]),
    Cause::routine("program_progress", "The program reports what it has done.")
        .when(&["count-of-nought | success | succeeded | successfully | completed | complete | done | up to date | up-to-date | nothing to migrate | initialized | initialised | started | disabled | accepted | built | cached | cleared | compiled | deployed | downloaded | established | executed | fetched | imported | installed | launched | prepared | published | queued | refreshed | reloaded | resumed | scheduled | seeded | spawned | stored | updated | uploaded | validated | verified | been set | collecting | downloading | performing | applying | broadcasting | installing | building | compiling | creating | generating | running | executing | configuring | checking | fetching | importing | preparing | registering | updating | uploading | reading | resolving | setting up | syncing | validating | verifying | writing | scheduling | spawning | seeding | subscribing | publishing | polling | binding | mounting | extracting | handling | refreshing | reloading | rendering | bootstrapping | enabling | sleeping | copying | cleaning | removing | configuration file: | to access the server | no issues | no problems | 0 vulnerabilities | found in | available | server closed | connections closed | closing | closed gracefully | no migration | no migrations | no migrations to | no pending migrations | already applied | migrations*applied | applied*migration | applying*... ok | running migrations | migrated | added | opened | using | enabled | configured | resolved | mapped | mounted | warming up | warmed | waiting for | watching | attached | synced | synchronized | saved | written | healthy | health check passed | passed | ok$ | finished | processed | received | created | registered | subscribed | joined | heartbeat | status=200 | status: 200 | status=2 | 200 ok | 200 in | 201 created | 204 no content | 304 not modified"]),
];

/// What a line of a mild level is when nothing graver is told by it.
pub const INFORMATION: &[Cause] =
    &[Cause::routine("log_information", "The program reports in passing; nothing is wrong by this line.").when(&["*"])];
/// What a warning is when nothing graver is told by it.
pub const WARNINGS: &[Cause] = &[Cause::routine("log_warning", "A warning; the program itself goes on.").when(&["*"])];
