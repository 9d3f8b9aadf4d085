// The unix listener: who may use it, and what the requests from it say.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>

#include "http/server.h"
#include "http/socket.h"
#include "testing/fake_clock.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::http {
namespace {

using testing::Must;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

// Exchanged sends a request to the socket and returns everything that it answers.
std::string Exchanged(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const Socket socket(::socket(AF_UNIX, SOCK_STREAM, 0));
  if (::connect(socket.fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return "refused";
  }
  EXPECT_EQ(::send(socket.fd(), kGet.data(), kGet.size(), MSG_NOSIGNAL),
            static_cast<ssize_t>(kGet.size()));
  std::string text;
  char piece[512];
  for (ssize_t got = 1; got > 0; text.append(piece, static_cast<std::size_t>(got))) {
    got = ::recv(socket.fd(), piece, sizeof piece, 0);
    if (got <= 0) break;
  }
  return text;
}

ServerOptions EchoPeer() {
  ServerOptions options;
  options.handler = [](Exchange exchange) {
    Response response;
    response.body = std::string(exchange.request().peer);
    exchange.Respond(std::move(response));
  };
  return options;
}

ListenerOptions At(const std::string& path) {
  ListenerOptions options;
  options.path = path;
  return options;
}

TEST(UnixSocket, PeerIsItsUser) {
  const testing::TempDir temp;
  const testing::FakeClock clock;
  const std::string path = temp.File("s");
  Server server(EchoPeer(), clock);
  Must(server.Listen(At(path)));
  Must(server.Start());
  EXPECT_TRUE(Exchanged(path).ends_with("\r\n\r\nuid:" + std::to_string(::geteuid())));
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

// Incident class I3: another user of the machine must not become the operator.
TEST(UnixSocket, OnlyTheSameUserAndRootMayUseIt) {
  EXPECT_TRUE(IsOwner(1000, 1000));
  EXPECT_TRUE(IsOwner(0, 1000));
  EXPECT_TRUE(IsOwner(0, 0));
  EXPECT_FALSE(IsOwner(1001, 1000));
  EXPECT_FALSE(IsOwner(1000, 0));
  EXPECT_FALSE(IsOwner(65534, 1000));
}

// The mode and the folder of a shared socket decide who may connect, as for a proxy of this
// machine.
TEST(UnixSocket, SharedOneIsForItsGroupToo) {
  const testing::TempDir temp;
  const testing::FakeClock clock;
  const std::string path = temp.File("s");
  Server server(EchoPeer(), clock);
  ListenerOptions options = At(path);
  options.shared = true;
  const mode_t umask_before = ::umask(0077);
  Must(server.Listen(options));
  ::umask(umask_before);
  Must(server.Start());
  EXPECT_TRUE(Exchanged(path).ends_with("\r\n\r\n127.0.0.1"));
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            perms::owner_read | perms::owner_write | perms::group_read | perms::group_write);
}

TEST(UnixSocket, PathThatIsTooLongIsRefused) {
  const testing::FakeClock clock;
  Server server(EchoPeer(), clock);
  const auto listening = server.Listen(At("/tmp/" + std::string(200, 'x')));
  EXPECT_EQ(listening.error().reason, "bad_address");
}

}  // namespace
}  // namespace bearward::http
