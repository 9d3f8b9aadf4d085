// StreamConnection: a TCP or TLS connection to an address that a client chose, for protocols other
// than HTTP (incident class G1).
#pragma once

#include <memory>
#include <stop_token>
#include <string_view>

#include "base/result.h"
#include "egress/http_sender.h"
#include "egress/url.h"

namespace bearward::egress {

// StreamConnection has the address policy, the certificates and the time limits of an HttpSender,
// and like it uses no proxy. Limits::total bounds the whole exchange, from Open to the end of
// Finish. One thread at a time may use it. Errors are those of HttpSender::Send.
class StreamConnection {
 public:
  // Open connects to the host and the port of `target`, with TLS if it is encrypted. The settings
  // must outlive the connection.
  static base::Result<std::unique_ptr<StreamConnection>> Open(const Url& target,
                                                              const SenderSettings& settings,
                                                              const std::stop_token& stop = {});
  ~StreamConnection();
  StreamConnection(const StreamConnection&) = delete;
  StreamConnection& operator=(const StreamConnection&) = delete;

  // Send sends all bytes: kUnavailable "not_sent" if the receiver takes no more.
  base::Status Send(std::string_view bytes, const std::stop_token& stop = {});
  // Finish tells the receiver that nothing follows (with close_notify, RFC 5425 section 4.4), and
  // waits until it closes its side, which it does after it has read everything. Where the protocol
  // has no acknowledgement, this is the only sign that all bytes arrived: kUnavailable "not_read"
  // without it, also if the receiver closed before. Nothing may follow.
  base::Status Finish(const std::stop_token& stop = {});

 private:
  class Handle;
  explicit StreamConnection(std::unique_ptr<Handle> handle);

  std::unique_ptr<Handle> handle_;
};

}  // namespace bearward::egress
