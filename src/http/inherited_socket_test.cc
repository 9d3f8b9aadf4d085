// A listening socket that another program opened: the server accepts from it and leaves it open.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "http/server.h"
#include "http/socket.h"
#include "testing/must.h"
#include "testing/server_fixture.h"
#include "testing/temp_dir.h"

namespace bearward::http {
namespace {

using testing::CodeOf;
using testing::Hello;
using testing::Must;
using testing::RawClient;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

class InheritedSocket : public testing::ServerFixture {
 protected:
  InheritedSocket() : opened_(Must(ListenOn({})).first) {}

  base::Result<Endpoint> ServeOn(int fd, unsigned threads = 1, bool shared = false) {
    options_.handler = Hello;
    options_.limits = limits_;
    options_.threads = threads;
    server_ = std::make_unique<Server>(options_, clock_);
    ListenerOptions inherited;
    inherited.inherited = fd;
    inherited.shared = shared;
    return server_->Listen(inherited);
  }

  Socket opened_;
};

TEST_F(InheritedSocket, ItsAddressIsThatOfTheServer) {
  const Endpoint endpoint = Must(ServeOn(opened_.fd(), 2));
  EXPECT_EQ(endpoint.address, "127.0.0.1");
  Must(server_->Start());
  RawClient client(endpoint.port);
  ASSERT_TRUE(client.Send(kGet));
  EXPECT_NE(client.ReadResponse().find("hello"), std::string::npos);
}

TEST_F(InheritedSocket, AConnectionDuringARestartIsAnsweredByTheNextServer) {
  const Endpoint endpoint = Must(ServeOn(opened_.fd()));
  Must(server_->Start());
  server_->Drain(std::chrono::milliseconds(0));
  server_->Join();
  RawClient waiting(endpoint.port);
  ASSERT_TRUE(waiting.Send(kGet)) << "the socket is still open";
  Must(ServeOn(opened_.fd()));
  Must(server_->Start());
  EXPECT_NE(waiting.ReadResponse().find("hello"), std::string::npos);
}

TEST_F(InheritedSocket, ADescriptorThatIsNoListeningTcpSocketIsRefused) {
  const testing::TempDir temp;
  const Socket idle(::socket(AF_INET, SOCK_STREAM, 0));
  const Socket unix_socket = Must(ListenOn({.path = temp.File("s")})).first;
  for (const int fd : {idle.fd(), unix_socket.fd(), 0, 9999}) {
    EXPECT_EQ(CodeOf(ServeOn(fd)), base::Code::kInvalid) << fd;
  }
}

TEST_F(InheritedSocket, AUnixSocketKeepsItsPathAndItsFile) {
  const testing::TempDir temp;
  const std::string path = temp.File("s");
  const Socket opened = Must(ListenOn({.path = path, .shared = true})).first;
  EXPECT_EQ(Must(ServeOn(opened.fd(), 1, true)).address, path);
  Must(server_->Start());
  server_->Drain(std::chrono::milliseconds(0));
  server_->Join();
  EXPECT_TRUE(std::filesystem::exists(path));
  EXPECT_EQ(Must(ServeOn(opened.fd(), 1, true)).address, path) << "for the next server";
}

TEST_F(InheritedSocket, ADescriptorThatIsNoListeningUnixSocketIsRefused) {
  const Socket idle(::socket(AF_UNIX, SOCK_STREAM, 0));
  for (const int fd : {idle.fd(), opened_.fd(), 9999}) {
    EXPECT_EQ(CodeOf(ServeOn(fd, 1, true)), base::Code::kInvalid) << fd;
  }
}

}  // namespace
}  // namespace bearward::http
