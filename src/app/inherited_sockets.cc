#include "app/inherited_sockets.h"

#include <string>
#include <vector>

#include "app/config.h"
#include "base/invalid.h"
#include "door/body.h"

namespace bearward::app {
namespace {

constexpr int kFirst = 3;  // SD_LISTEN_FDS_START
constexpr int kMost = 3;

std::vector<std::string> Split(const std::string& names) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
    end = names.find(':', begin);
    parts.push_back(names.substr(begin, end - begin));
  }
  return parts;
}

base::Error WrongSockets() {
  return base::Invalid(
      "bad_setting",
      "LISTEN_FDS: the service manager passes sockets that are not known. Pass each at most once, "
      "with FileDescriptorName=http, FileDescriptorName=https or FileDescriptorName=unix.");
}

// PlaceOf returns the descriptor of a name, or nullptr for an unknown one.
int* PlaceOf(InheritedSockets& sockets, const std::string& name) {
  if (name == "http") return &sockets.http;
  if (name == "https") return &sockets.https;
  return name == "unix" ? &sockets.unix_socket : nullptr;
}

}  // namespace

base::Result<InheritedSockets> FindSockets(const char* const* environment, int own) {
  InheritedSockets sockets;
  if (FindVariable(environment, "LISTEN_PID") != std::to_string(own)) return sockets;
  const auto count = door::ParseInteger(FindVariable(environment, "LISTEN_FDS"));
  if (!count || *count < 1 || *count > kMost) return base::Fail(WrongSockets());
  const std::vector<std::string> names = Split(FindVariable(environment, "LISTEN_FDNAMES"));
  for (int i = 0; i < *count; ++i) {
    const std::string name = i < std::ssize(names) ? names.at(static_cast<std::size_t>(i)) : "";
    int* place = PlaceOf(sockets, name);
    if (place == nullptr && *count == 1) place = &sockets.http;
    if (place == nullptr || *place >= 0) return base::Fail(WrongSockets());
    *place = kFirst + i;
  }
  return sockets;
}

}  // namespace bearward::app
