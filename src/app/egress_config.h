// EgressConfig: the settings of what is sent to targets that clients choose.
#pragma once

#include <string>
#include <vector>

namespace bearward::app {

// EgressConfig restricts the requests that the server sends to addresses that clients choose.
struct EgressConfig {
  std::vector<std::string> allow;  // ranges in addition to public addresses
  std::string ca_file;        // certificates that may sign that of a receiver; empty: the system's
  std::string stream_folder;  // where log streams may write files; empty: nowhere
};

}  // namespace bearward::app
