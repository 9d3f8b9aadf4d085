// Cli: the command line. Data on stdout, talk on stderr; exit code 0 ok, 1 failure, 2 usage.
#pragma once

namespace bearward::app {

// RunCli runs one command and gives the exit code of the process.
int RunCli(int argc, const char* const* argv, const char* const* environment);

}  // namespace bearward::app
