// SideServers: the listeners besides server.http and server.https: that of the operators, and a
// unix socket for programs on this machine.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "app/config.h"
#include "base/clock.h"
#include "base/result.h"
#include "http/server.h"

namespace bearward::app {

// SideServers is used by one thread, except Hurry.
class SideServers {
 public:
  // Listen opens the listeners that the configuration names. `options` are those of the public
  // server, for the unix socket; `operators` handles the requests of operators. Errors of
  // ParseListener and http::Server::Listen.
  static base::Result<SideServers> Listen(const Config& config, http::ServerOptions options,
                                          http::Handler operators, const base::Clock& clock);

  // operators_url is empty without an operators' listener; unix_path is empty without a socket.
  const std::string& operators_url() const { return operators_url_; }
  const std::string& unix_path() const { return unix_path_; }

  base::Status Start();
  void SetLimits(const http::Limits& limits);
  // Drain drains the unix socket. Operators are served until Join.
  void Drain(std::chrono::milliseconds grace);
  void Hurry();
  // Join waits for the unix socket and then ends the operators' listener. It removes the socket's
  // file, unless the socket is inherited.
  void Join();

 private:
  std::unique_ptr<http::Server> operators_;
  std::unique_ptr<http::Server> unix_;
  std::string operators_url_;
  std::string unix_path_;
  bool is_inherited_ = false;  // the unix socket
};

}  // namespace bearward::app
