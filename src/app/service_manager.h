// ServiceManager: tells the service manager that started this process, such as systemd, how far it
// is (sd_notify(3), the socket of NOTIFY_SOCKET).
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace bearward::app {

// ServiceManager may be used by any thread.
class ServiceManager {
 public:
  // The socket is a path, or "@NAME" for an abstract address; empty: nothing is sent.
  explicit ServiceManager(std::string socket) : socket_(std::move(socket)) {}

  // NotifyReady says that requests are answered, at the start and after a reload, NotifyReloading
  // that the settings are being read again, NotifyStopping that the shutdown has begun. A manager
  // that does not listen is no failure of the server: it ends the start by its own timeout.
  void NotifyReady() const { Send("READY=1\nSTATUS=Serving"); }
  void NotifyReloading() const { Send("RELOADING=1\nSTATUS=Reading the settings again"); }
  void NotifyStopping() const { Send("STOPPING=1\nSTATUS=Answering the last requests"); }

  // Reloading notifies the manager of a reload, which lasts as long as this object.
  class Reloading;

 private:
  void Send(std::string_view state) const;

  std::string socket_;
};

class ServiceManager::Reloading {
 public:
  explicit Reloading(std::string socket) : manager_(std::move(socket)) {
    manager_.NotifyReloading();
  }
  ~Reloading() { manager_.NotifyReady(); }
  Reloading(const Reloading&) = delete;
  Reloading& operator=(const Reloading&) = delete;

 private:
  ServiceManager manager_;
};

}  // namespace bearward::app
