#include "app/setup_link.h"

#include <gtest/gtest.h>

#include "app/listeners.h"

namespace bearward::app {
namespace {

const base::Secret kToken("0b0e7d3e");

// Behind a proxy, the link used to name the listener, where the browser does not send the cookies.
TEST(SetupUrl, AnHttpsIssuerNamesThePlaceOfThePage) {
  EXPECT_EQ(SetupUrl("https://door.example", "http://localhost:8080", kToken),
            "https://door.example/setup?token=0b0e7d3e");
  EXPECT_EQ(SetupUrl("https://door.example:8443/auth", "http://localhost:8080", kToken),
            "https://door.example:8443/setup?token=0b0e7d3e");
}

// A browser cannot open http://0.0.0.0.
TEST(SetupUrl, OtherwiseTheLinkIsReachableFromThisMachine) {
  for (const char* wildcard : {"0.0.0.0", "::"}) {
    EXPECT_EQ(SetupUrl("http://door.example", ReachableUrlOf("http", {wildcard, 8080}), kToken),
              "http://localhost:8080/setup?token=0b0e7d3e");
  }
  EXPECT_EQ(SetupUrl("http://door.example", ReachableUrlOf("http", {"192.0.2.1", 8080}), kToken),
            "http://192.0.2.1:8080/setup?token=0b0e7d3e");
}

}  // namespace
}  // namespace bearward::app
