#include "app/inherited_sockets.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "testing/must.h"

namespace bearward::app {
namespace {

base::Result<InheritedSockets> Find(const std::vector<std::string>& variables) {
  std::vector<const char*> environment;
  for (const std::string& variable : variables) environment.push_back(variable.c_str());
  environment.push_back(nullptr);
  return FindSockets(environment.data(), 42);
}

TEST(InheritedSockets, TheNamesSelectTheListener) {
  const auto both =
      testing::Must(Find({"LISTEN_PID=42", "LISTEN_FDS=2", "LISTEN_FDNAMES=https:http"}));
  EXPECT_EQ(both.https, 3);
  EXPECT_EQ(both.http, 4);
  const auto one = testing::Must(Find({"LISTEN_PID=42", "LISTEN_FDS=1", "LISTEN_FDNAMES=https"}));
  EXPECT_EQ(one.https, 3);
  EXPECT_EQ(one.http, -1);
  const auto all =
      testing::Must(Find({"LISTEN_PID=42", "LISTEN_FDS=3", "LISTEN_FDNAMES=unix:https:http"}));
  EXPECT_EQ(all.unix_socket, 3);
  EXPECT_EQ(all.https, 4);
  EXPECT_EQ(all.http, 5);
}

// systemd names the socket of a unit without FileDescriptorName after the unit.
TEST(InheritedSockets, ASingleSocketWithAnotherNameIsHttp) {
  for (const char* names : {"LISTEN_FDNAMES=bearward.socket", "LISTEN_FDNAMES=", "OTHER=1"}) {
    EXPECT_EQ(testing::Must(Find({"LISTEN_PID=42", "LISTEN_FDS=1", names})).http, 3) << names;
  }
}

TEST(InheritedSockets, SocketsOfAnotherProcessAreIgnored) {
  for (const std::vector<std::string>& variables :
       {std::vector<std::string>{}, {"LISTEN_PID=41", "LISTEN_FDS=1"}, {"LISTEN_FDS=1"}}) {
    const auto none = testing::Must(Find(variables));
    EXPECT_EQ(none.http, -1);
    EXPECT_EQ(none.https, -1);
    EXPECT_EQ(none.unix_socket, -1);
  }
}

TEST(InheritedSockets, AnUnknownSetIsRefused) {
  for (const std::vector<std::string>& variables :
       {std::vector<std::string>{"LISTEN_FDS=3", "LISTEN_FDNAMES=http:https:http"},
        {"LISTEN_FDS=4", "LISTEN_FDNAMES=http:https:unix:unix"},
        {"LISTEN_FDS=2", "LISTEN_FDNAMES=http:http"},
        {"LISTEN_FDS=2", "LISTEN_FDNAMES=unix:unix"},
        {"LISTEN_FDS=2", "LISTEN_FDNAMES=http:metrics"},
        {"LISTEN_FDS=2"},
        {"LISTEN_FDS=0"},
        {"LISTEN_FDS=x"},
        {"OTHER=1"}}) {
    std::vector<std::string> all = variables;
    all.emplace_back("LISTEN_PID=42");
    EXPECT_EQ(testing::CodeOf(Find(all)), base::Code::kInvalid) << variables.front();
  }
}

}  // namespace
}  // namespace bearward::app
