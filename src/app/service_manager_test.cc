#include "app/service_manager.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <string>

#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

// Listener is the socket of a service manager.
class Listener {
 public:
  explicit Listener(const std::string& name) : fd_(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path, name.size());
    if (name.front() == '@') address.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    // bind(2) takes every kind of address as a sockaddr.
    EXPECT_EQ(::bind(fd_, reinterpret_cast<const sockaddr*>(&address), length), 0);
  }
  ~Listener() { ::close(fd_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // Next returns a message that was sent before.
  std::string Next() const {
    std::array<char, 64> text{};
    const ssize_t size = ::recv(fd_, text.data(), text.size(), MSG_DONTWAIT);
    return size < 0 ? "nothing" : std::string(text.data(), static_cast<std::size_t>(size));
  }

 private:
  int fd_;
};

TEST(ServiceManager, TheStatesAreSentToASocketOfTheFileSystem) {
  const testing::TempDir folder;
  const std::string path = folder.path() + "/notify";
  const Listener listener(path);
  const ServiceManager manager(path);
  manager.NotifyReady();
  {
    const ServiceManager::Reloading reloading(path);
  }
  manager.NotifyStopping();
  EXPECT_EQ(listener.Next(), "READY=1\nSTATUS=Serving");
  EXPECT_EQ(listener.Next(), "RELOADING=1\nSTATUS=Reading the settings again");
  EXPECT_EQ(listener.Next(), "READY=1\nSTATUS=Serving");
  EXPECT_EQ(listener.Next(), "STOPPING=1\nSTATUS=Answering the last requests");
  EXPECT_EQ(listener.Next(), "nothing");
}

TEST(ServiceManager, AnAtSignIsAnAbstractAddress) {
  const std::string name = "@bearward-test-" + std::to_string(::getpid());
  const Listener listener(name);
  ServiceManager(name).NotifyReady();
  EXPECT_EQ(listener.Next(), "READY=1\nSTATUS=Serving");
}

// OpenDatagramSockets counts the sockets of the kind that speaks to a service manager. Threads of
// other tests open and close descriptors of other kinds.
int OpenDatagramSockets() {
  constexpr int kDescriptors = 1024;
  int open = 0;
  for (int descriptor = 0; descriptor < kDescriptors; ++descriptor) {
    int domain = 0;
    int type = 0;
    socklen_t size = sizeof domain;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0) continue;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0) continue;
    open += domain == AF_UNIX && type == SOCK_DGRAM ? 1 : 0;
  }
  return open;
}

// sd_notify(3) is optional: neither state may stop or block the server.
TEST(ServiceManager, NothingIsSentWithoutAManagerOrToABadSocket) {
  for (const std::string& socket :
       {std::string(), std::string("/nonexistent/notify"), "/" + std::string(200, 'x')}) {
    const int before = OpenDatagramSockets();
    ServiceManager(socket).NotifyReady();
    EXPECT_EQ(OpenDatagramSockets(), before) << "no descriptor stays open: " << socket;
  }
  const Listener listener("@bearward-test-" + std::to_string(::getpid()));
  EXPECT_EQ(OpenDatagramSockets(), 1) << "positive control";
}

}  // namespace
}  // namespace bearward::app
