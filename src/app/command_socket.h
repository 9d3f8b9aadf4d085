// CommandSocket: the unix socket in the data folder by which commands reach a running server. The
// kernel names the user of each process that connects: only the user of the server, and root, may.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "door/door.h"
#include "http/server.h"
#include "observe/log.h"

namespace bearward::app {

// SocketPath is the path of the socket of a data folder, as bind and connect need it: a path that
// is too long for them is reached through the open folder, as long as the object exists.
class SocketPath {
 public:
  explicit SocketPath(const std::string& folder);
  ~SocketPath();
  SocketPath(const SocketPath&) = delete;
  SocketPath& operator=(const SocketPath&) = delete;

  const std::string& text() const { return text_; }

 private:
  int folder_ = -1;
  std::string text_;
};

// CommandSocket serves until it is destroyed, and removes the file then.
class CommandSocket {
 public:
  // Open listens in `folder`, which no other server may serve, and passes the requests to `door`,
  // which must outlive the socket. If it cannot listen, it logs the reason and serves no request:
  // commands then change the database beside the server, as `apply` does.
  static std::unique_ptr<CommandSocket> Open(const std::string& folder, door::Door& door,
                                             const base::Clock& clock, observe::Logger& log);
  ~CommandSocket();
  CommandSocket(const CommandSocket&) = delete;
  CommandSocket& operator=(const CommandSocket&) = delete;

  // Drain, Hurry and Join are those of http::Server.
  void Drain(std::chrono::milliseconds grace) { server_.Drain(grace); }
  void Hurry() { server_.Hurry(); }
  void Join() { server_.Join(); }

 private:
  CommandSocket(const std::string& folder, door::Door& door, const base::Clock& clock);

  SocketPath path_;
  http::Server server_;
};

}  // namespace bearward::app
