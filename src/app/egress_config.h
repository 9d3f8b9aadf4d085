// EgressConfig: the settings of what is sent to targets that clients choose.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "egress/txt_lookup.h"

namespace bearward::app {

// EgressConfig restricts the requests that the server sends to addresses that clients choose.
struct EgressConfig {
  std::vector<std::string> allow;  // ranges in addition to public addresses
  std::string ca_file;        // certificates that may sign that of a receiver; empty: the system's
  std::string stream_folder;  // where log streams may write files; empty: nowhere
  std::string nameserver;     // of ParseNameserver
};

// ParseNameserver reads ADDRESS:PORT, with an IPv6 address in brackets; nullopt for "", which
// stands for the name servers of the system. kInvalid "bad_value".
base::Result<std::optional<egress::Nameserver>> ParseNameserver(const std::string& text);

}  // namespace bearward::app
