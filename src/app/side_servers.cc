#include "app/side_servers.h"

#include <unistd.h>

#include <utility>

#include "app/listeners.h"

namespace bearward::app {
namespace {

// Scrapers and probes are few.
constexpr std::size_t kOperatorConnections = 64;

}  // namespace

base::Result<SideServers> SideServers::Listen(const Config& config, http::ServerOptions options,
                                              http::Handler operators, const base::Clock& clock) {
  SideServers made;
  if (config.operators != kOff) {
    http::ServerOptions few;
    few.handler = std::move(operators);
    few.limits = config.limits;
    few.limits.connections = kOperatorConnections;
    few.limits.connections_per_address = kOperatorConnections;
    made.operators_ = std::make_unique<http::Server>(std::move(few), clock);
    BW_TRY_ASSIGN(const auto address, ParseListener(config.operators));
    BW_TRY_ASSIGN(const auto endpoint, made.operators_->Listen(address));
    made.operators_url_ = UrlOf("http", endpoint);
  }
  if (!config.unix_socket.empty() || config.inherited.unix_socket >= 0) {
    options.threads = 1;
    made.unix_ = std::make_unique<http::Server>(std::move(options), clock);
    http::ListenerOptions socket;
    socket.inherited = config.inherited.unix_socket;
    made.is_inherited_ = socket.inherited >= 0;
    if (!made.is_inherited_) socket.path = config.unix_socket;
    socket.shared = true;
    BW_TRY_ASSIGN(const auto endpoint, made.unix_->Listen(socket));
    made.unix_path_ = endpoint.address;
  }
  return made;
}

base::Status SideServers::Start() {
  if (operators_) BW_TRY(operators_->Start());
  return unix_ ? unix_->Start() : base::Status();
}

void SideServers::SetLimits(const http::Limits& limits) {
  if (unix_) unix_->SetLimits(limits);
}

void SideServers::Drain(std::chrono::milliseconds grace) {
  if (unix_) unix_->Drain(grace);
}

void SideServers::Hurry() {
  if (unix_) unix_->Hurry();
}

void SideServers::Join() {
  if (unix_) {
    unix_->Join();
    // Connections to an inherited socket wait for the next process.
    if (!is_inherited_) ::unlink(unix_path_.c_str());
  }
  if (!operators_) return;
  operators_->Hurry();
  operators_->Join();
}

}  // namespace bearward::app
