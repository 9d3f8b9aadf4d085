// Descriptors: the limit of open files of the process, and the number available for connections.
#pragma once

#include <cstddef>

#include "http/limits.h"

namespace bearward::app {

// RaiseDescriptorLimit raises the soft limit of open files (RLIMIT_NOFILE) to the hard limit and
// returns the resulting limit.
std::size_t RaiseDescriptorLimit();

// FitConnections lowers the limits of connections to what `descriptors` allow. Some descriptors are
// reserved for the database, the log, files and listeners. One address never gets more than half of
// the connections.
http::Limits FitConnections(const http::Limits& limits, std::size_t descriptors, unsigned threads);

}  // namespace bearward::app
