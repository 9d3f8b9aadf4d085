// Cli: the command line. Results go to stdout, messages to stderr. Exit code: 0 success, 1 failure,
// 2 usage error.
#pragma once

namespace bearward::app {

// RunCli runs one command and returns the exit code of the process.
int RunCli(int argc, const char* const* argv, const char* const* environment);

}  // namespace bearward::app
