// Syslog: entries as messages of RFC 5424 in frames of RFC 6587.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "log_streams/entry.h"

namespace bearward::log_streams {

// SyslogFrames returns one message for each entry, each preceded by its length and a space (octet
// counting: RFC 6587 section 3.4.1, RFC 5425 section 4.3). The facility is 13, "log audit", and the
// severity 6, "informational". The message is the JSON of the entry in ASCII, so it needs no mark
// of its encoding (RFC 5424 section 6.4). `host` is the name of this server; empty: none.
std::string SyslogFrames(std::string_view host, std::span<const Entry> entries);

// AsciiJson returns a JSON text with every character outside of ASCII as an escape.
std::string AsciiJson(std::string_view json);

}  // namespace bearward::log_streams
