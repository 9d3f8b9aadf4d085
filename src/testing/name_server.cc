#include "testing/name_server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace bearward::testing {
namespace {

constexpr std::size_t kHeaderBytes = 12;
constexpr std::size_t kUdpBytes = 512;
constexpr std::size_t kStringBytes = 255;
constexpr unsigned kTruncated = 0x0200;
constexpr unsigned kServerFailure = 2;
constexpr unsigned kNoSuchName = 3;

std::string Number(std::size_t value) {
  return {static_cast<char>(value >> 8), static_cast<char>(value)};
}

// Header is that of a response with one question.
std::string Header(const std::string& query, unsigned flags, std::size_t answers) {
  return query.substr(0, 2) + Number(0x8180 | flags) + Number(1) + Number(answers) + Number(0) +
         Number(0);
}

// QuestionOf is the name, type and class after the header of a query.
std::string QuestionOf(const std::string& query) {
  return query.substr(kHeaderBytes, query.find('\0', kHeaderBytes) + 5 - kHeaderBytes);
}

std::string NameIn(const std::string& question) {
  std::string name;
  for (std::size_t at = 0; question[at] != 0; at += static_cast<std::size_t>(question[at]) + 1) {
    if (!name.empty()) name += '.';
    name += question.substr(at + 1, static_cast<std::size_t>(question[at]));
  }
  return name;
}

// RecordOf is a TXT record of the name in the question.
std::string RecordOf(const std::string& text) {
  std::string data;
  for (std::size_t at = 0; at == 0 || at < text.size(); at += kStringBytes) {
    const std::string part = text.substr(at, kStringBytes);
    data += static_cast<char>(part.size()) + part;
  }
  return Number(0xc000 | kHeaderBytes) + Number(16) + Number(1) + Number(0) + Number(60) +
         Number(data.size()) + data;
}

// BindUdp returns a socket at the address; -1 if there is none, or another process has the address.
int BindUdp(std::uint16_t port) {
  const int made = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  auto* const any = reinterpret_cast<sockaddr*>(&address);  // bind(2) takes every family by it
  if (made < 0) return -1;
  if (::bind(made, any, sizeof address) == 0) return made;
  ::close(made);
  return -1;
}

}  // namespace

NameServer::NameServer() {
  while (socket_ < 0) {
    listener_.emplace();
    socket_ = BindUdp(listener_->port());
  }
  const timeval look{.tv_sec = 0, .tv_usec = 50'000};  // at stops_
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &look, sizeof look);
  udp_ = std::thread([this] { ServeUdp(); });
  tcp_ = std::thread([this] { ServeTcp(); });
}

NameServer::~NameServer() {
  stops_ = true;
  listener_->Shutdown();
  udp_.join();
  tcp_.join();
  ::close(socket_);
}

void NameServer::Set(const std::string& name, std::vector<std::string> texts) {
  const std::lock_guard lock(mutex_);
  records_[name] = std::move(texts);
}

std::vector<std::string> NameServer::asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

std::string NameServer::AnswerTo(const std::string& query) const {
  const std::string question = QuestionOf(query);
  if (behaviour_ == Behaviour::kFails) return Header(query, kServerFailure, 0) + question;
  const std::lock_guard lock(mutex_);
  const auto found = records_.find(NameIn(question));
  if (found == records_.end()) return Header(query, kNoSuchName, 0) + question;
  std::string answer = Header(query, 0, found->second.size()) + question;
  for (const std::string& text : found->second) answer += RecordOf(text);
  return answer;
}

void NameServer::ServeUdp() {
  while (!stops_) {
    std::string query(kUdpBytes, '\0');
    sockaddr_in from{};
    socklen_t size = sizeof from;
    auto* const any = reinterpret_cast<sockaddr*>(&from);  // recvfrom(2) takes every family by it
    const auto length = ::recvfrom(socket_, query.data(), query.size(), 0, any, &size);
    if (length <= static_cast<ssize_t>(kHeaderBytes)) continue;
    query.resize(static_cast<std::size_t>(length));
    {
      const std::lock_guard lock(mutex_);
      asked_.push_back(NameIn(QuestionOf(query)));
    }
    if (behaviour_ == Behaviour::kIsSilent) continue;
    std::string answer = AnswerTo(query);
    if (answer.size() > kUdpBytes || behaviour_ == Behaviour::kTruncates) {
      answer = Header(query, kTruncated, 0) + QuestionOf(query);
    }
    ::sendto(socket_, answer.data(), answer.size(), 0, any, size);
  }
}

// Over TCP each message begins with its length. A query comes in one segment on loopback.
void NameServer::ServeTcp() {
  for (int client = listener_->Accept(); client >= 0; client = listener_->Accept()) {
    std::string query(2 + kUdpBytes, '\0');
    const auto length =
        behaviour_ == Behaviour::kAnswers ? ::recv(client, query.data(), query.size(), 0) : 0;
    if (length > static_cast<ssize_t>(2 + kHeaderBytes)) {
      const std::string answer = AnswerTo(query.substr(2, static_cast<std::size_t>(length) - 2));
      const std::string message = Number(answer.size()) + answer;
      static_cast<void>(::send(client, message.data(), message.size(), MSG_NOSIGNAL));
    }
    ::close(client);
  }
}

}  // namespace bearward::testing
