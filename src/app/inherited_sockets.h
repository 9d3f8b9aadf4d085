// InheritedSockets: listening sockets that the service manager opened before the start, such as
// those of a systemd socket unit (sd_listen_fds(3)). They stay open during a restart, so that no
// connection is refused.
#pragma once

#include <string_view>

#include "base/result.h"

namespace bearward::app {

// InheritedSockets has the descriptors that replace the addresses server.http and server.https and
// the path server.unix; -1: none.
struct InheritedSockets {
  int http = -1;
  int https = -1;
  int unix_socket = -1;
};

// FindSockets reads LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES. Sockets for another process than
// `own` are not ours. The names are "http", "https" and "unix"; a single socket without a name of
// these is "http". kInvalid "bad_setting" for any other set.
base::Result<InheritedSockets> FindSockets(const char* const* environment, int own);

}  // namespace bearward::app
