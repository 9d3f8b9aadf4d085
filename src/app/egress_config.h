// EgressConfig: the settings of outgoing HTTP.
#pragma once

#include <string>
#include <vector>

namespace bearward::app {

// EgressConfig restricts the requests that the server sends to addresses that clients choose.
struct EgressConfig {
  std::vector<std::string> allow;  // ranges in addition to public addresses
  std::string ca_file;  // certificates that may sign that of a receiver; empty: the system's
};

}  // namespace bearward::app
