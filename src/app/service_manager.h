// ServiceManager: tells the service manager that started this process, such as systemd, how far it
// is (sd_notify(3), the socket of NOTIFY_SOCKET).
#pragma once

#include <string>
#include <string_view>

namespace bearward::app {

// ServiceManager may be used by any thread.
class ServiceManager {
 public:
  // The socket is a path, or "@NAME" for an abstract address; empty: nothing is sent.
  explicit ServiceManager(std::string socket) : socket_(std::move(socket)) {}

  // NotifyReady says that requests are answered, NotifyStopping that the shutdown has begun. A
  // manager that does not listen is no failure of the server: it ends the start by its own timeout.
  void NotifyReady() const { Send("READY=1"); }
  void NotifyStopping() const { Send("STOPPING=1"); }

 private:
  void Send(std::string_view state) const;

  std::string socket_;
};

}  // namespace bearward::app
