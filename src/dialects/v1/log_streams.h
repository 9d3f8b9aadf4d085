// The routes of /v1/log_streams.
#pragma once

#include <vector>

#include "door/route.h"
#include "log_streams/streams.h"

namespace bearward::dialects::v1 {

// LogStreamRoutes returns the routes; the streams and the dialect must outlive them.
std::vector<door::Route> LogStreamRoutes(const log_streams::Streams& streams,
                                         const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
