#include "testing/smtp_server.h"

#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <utility>

#include "testing/tls_context.h"

namespace bearward::testing {

// Connection reads lines and writes replies, encrypted after StartTls.
class SmtpServer::Connection {
 public:
  explicit Connection(int socket) : socket_(socket) {}
  ~Connection() { ::close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  bool StartTls(const Options& options) {
    context_ = MakeTlsContext(options.certificate, options.key);
    stream_.reset(SSL_new(context_.get()));
    SSL_set_fd(stream_.get(), socket_);
    return SSL_accept(stream_.get()) == 1;
  }
  bool encrypted() const { return stream_ != nullptr; }

  std::optional<std::string> ReadLine() {
    std::string line;
    char c = 0;
    while (Read(c)) {
      if (c == '\n') {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        return line;
      }
      line += c;
    }
    return std::nullopt;
  }
  void Write(std::string text) {
    text += "\r\n";
    if (stream_) {
      SSL_write(stream_.get(), text.data(), static_cast<int>(text.size()));
    } else {
      static_cast<void>(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL));
    }
  }

 private:
  bool Read(char& c) {
    return stream_ ? SSL_read(stream_.get(), &c, 1) == 1 : ::recv(socket_, &c, 1, 0) == 1;
  }

  int socket_;
  TlsContext context_;
  TlsStream stream_;
};

SmtpServer::SmtpServer(Options options) : options_(std::move(options)) {
  thread_ = std::thread([this] { Run(); });
}

SmtpServer::~SmtpServer() {
  listener_.Shutdown();
  thread_.join();
}

std::vector<SmtpServer::Received> SmtpServer::commands() const {
  const std::lock_guard lock(mutex_);
  return commands_;
}

std::vector<SmtpServer::Received> SmtpServer::messages() const {
  const std::lock_guard lock(mutex_);
  return messages_;
}

void SmtpServer::Run() {
  while (true) {
    const int socket = listener_.Accept();
    if (socket < 0) return;
    Serve(socket);
  }
}

void SmtpServer::Serve(int socket) {
  const timeval wait{10, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  Connection client(socket);
  if (options_.tls_first && !client.StartTls(options_)) return;
  client.Write(ReplyTo("connection", "220 test server"));
  while (const auto line = client.ReadLine()) {
    {
      const std::lock_guard lock(mutex_);
      commands_.push_back({*line, client.encrypted()});
    }
    if (!Handle(client, *line)) return;
  }
}

std::string SmtpServer::ReplyTo(std::string_view word, std::string_view usual) const {
  const auto found = options_.replies.find(word);
  return found == options_.replies.end() ? std::string(usual) : found->second;
}

// Receive reads the message that follows DATA.
void SmtpServer::Receive(Connection& client) {
  client.Write("354 go ahead");
  std::string message;
  auto next = client.ReadLine();
  for (; next && *next != "."; next = client.ReadLine()) message += *next + "\n";
  const std::string reply = ReplyTo("message", "250 ok");
  if (next && reply.starts_with("250")) {
    const std::lock_guard lock(mutex_);
    messages_.push_back({message, client.encrypted()});
  }
  client.Write(reply);
}

// Handle answers one command; it returns false at the end of the connection.
bool SmtpServer::Handle(Connection& client, const std::string& line) {
  const std::string word = line.substr(0, line.find_first_of(" :"));
  if (options_.replies.contains(word)) {
    client.Write(ReplyTo(word, ""));
  } else if (word == "EHLO") {
    const bool offers = !options_.certificate.empty() && !client.encrypted();
    client.Write("250-test server");
    if (offers) client.Write("250-STARTTLS");
    client.Write("250 AUTH PLAIN");
  } else if (word == "STARTTLS") {
    client.Write("220 go ahead");
    return client.StartTls(options_);
  } else if (word == "AUTH") {
    client.Write("334 ");
    const bool answered = client.ReadLine().has_value();
    client.Write(answered ? "235 ok" : "501 no");
  } else if (word == "DATA") {
    Receive(client);
  } else if (word == "QUIT") {
    client.Write("221 bye");
    return false;
  } else {
    client.Write("250 ok");
  }
  return true;
}

}  // namespace bearward::testing
