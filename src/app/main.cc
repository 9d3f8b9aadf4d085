#include <unistd.h>

#include "app/cli.h"

int main(int argc, char** argv) { return bearward::app::RunCli(argc, argv, environ); }
