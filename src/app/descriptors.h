// Descriptors: how many open files the process may have, and what is left of them for connections.
#pragma once

#include <cstddef>

#include "http/limits.h"

namespace bearward::app {

// RaiseDescriptorLimit raises the soft limit of open files (RLIMIT_NOFILE) to the hard limit and
// returns the limit that then holds.
std::size_t RaiseDescriptorLimit();

// FitConnections lowers the limits of connections to what `descriptors` allow: some are kept for
// the database, the log, files and listeners. One address never gets more than half of the
// connections.
http::Limits FitConnections(const http::Limits& limits, std::size_t descriptors, unsigned threads);

}  // namespace bearward::app
