#include "console/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "door/door.h"
#include "door/problem.h"
#include "testing/door_client.h"
#include "testing/test_server.h"

namespace bearward::console {
namespace {

using testing::ClientAnswer;
using testing::ClientHeaders;

constexpr Asset kFiles[] = {
    {"assets/app-1a2b.js", "text/javascript; charset=utf-8", "aa01", "plain", "gzipped", "brotli"},
    {"index.html", "text/html; charset=utf-8", "bb02", "<p>page", "zipped page", "brotli page"},
};
constexpr std::string_view kScript = "/console/assets/app-1a2b.js";

// ConsoleRoutes is a door with the routes of the console over the files of this test.
class ConsoleRoutes : public ::testing::Test {
 protected:
  ~ConsoleRoutes() override { door_->Stop(); }

  ClientAnswer Get(std::string_view target, ClientHeaders headers = {}) {
    return client_.Get(std::string(target), std::move(headers));
  }
  // Body returns the body of the script for an Accept-Encoding.
  std::string Body(std::string accepted) {
    return Get(kScript, {{"Accept-Encoding", std::move(accepted)}}).body;
  }

  testing::TestServer world_;
  const model::EnvironmentId environment_ = world_.AddEnvironment("production");
  observe::Logger logger_{world_.clock, observe::Level::kInfo, [](std::string_view) {}};
  observe::Registry registry_;
  const door::Dialect dialect_ = MakeDialect();
  std::unique_ptr<door::Door> door_ = testing::Must(
      door::Door::Make({world_.verifier, logger_, registry_, world_.clock, world_.entropy},
                       Routes(kFiles, dialect_), dialect_, [this] { return environment_; }, {}));
  testing::DoorClient client_{*door_};
};

TEST_F(ConsoleRoutes, FileHasTheCodingThatTheClientPrefers) {
  EXPECT_EQ(Body("gzip, deflate, br, zstd"), "brotli");
  EXPECT_EQ(Body("gzip"), "gzipped");
  EXPECT_EQ(Body("br;q=0.1, gzip;q=0.9"), "gzipped");
  EXPECT_EQ(Body("*"), "brotli");
  EXPECT_EQ(Body("br;q=0.0, gzip;q=0"), "plain");
  EXPECT_EQ(Get(kScript).body, "plain");
  const ClientAnswer coded = Get(kScript, {{"Accept-Encoding", "br"}});
  EXPECT_EQ(coded.Header("Content-Encoding"), "br");
  EXPECT_EQ(coded.content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(Get(kScript).Header("Content-Encoding"), "");
}

TEST_F(ConsoleRoutes, EachCodingHasItsOwnTag) {
  EXPECT_EQ(Get(kScript).Header("ETag"), R"("aa01")");
  EXPECT_EQ(Get(kScript, {{"Accept-Encoding", "gzip"}}).Header("ETag"), R"("aa01-gzip")");
  EXPECT_EQ(Get(kScript, {{"Accept-Encoding", "br"}}).Header("ETag"), R"("aa01-br")");
}

TEST_F(ConsoleRoutes, KnownTagIs304WithTheHeadersOfTheFile) {
  for (const char* const known : {R"("aa01-br")", R"(W/"aa01-br")", R"("x", "aa01-br")", "*"}) {
    const ClientAnswer answer = Get(kScript, {{"Accept-Encoding", "br"}, {"If-None-Match", known}});
    EXPECT_EQ(answer.status, 304) << known;
    EXPECT_EQ(answer.body, "");
    EXPECT_EQ(answer.Header("ETag"), R"("aa01-br")");
    EXPECT_EQ(answer.Header("Vary"), "Accept-Encoding");
    EXPECT_EQ(answer.Header("Cache-Control"), "public, max-age=31536000, immutable");
  }
}

TEST_F(ConsoleRoutes, TagOfAnotherFormIsAnsweredWithTheFile) {
  for (const char* const other : {R"("aa01")", R"("aa01-gzip")", R"("bb02-br")", ""}) {
    const ClientAnswer answer = Get(kScript, {{"Accept-Encoding", "br"}, {"If-None-Match", other}});
    EXPECT_EQ(answer.status, 200) << other;
    EXPECT_EQ(answer.body, "brotli") << other;
    EXPECT_EQ(answer.Header("Vary"), "Accept-Encoding");
  }
}

TEST_F(ConsoleRoutes, EveryPathWithoutAFileIsThePage) {
  for (const char* const path : {"/console", "/console/", "/console/logins/ann"}) {
    const ClientAnswer page = Get(path);
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_EQ(page.body, "<p>page") << path;
    EXPECT_EQ(page.Header("Cache-Control"), "no-cache");
    EXPECT_THAT(page.Header("Content-Security-Policy"), ::testing::HasSubstr("script-src 'self'"));
  }
}

TEST_F(ConsoleRoutes, AProgramWithoutConsoleSaysSoAndHowToHaveIt) {
  observe::Registry registry;
  auto door = testing::Must(
      door::Door::Make({world_.verifier, logger_, registry, world_.clock, world_.entropy},
                       Routes({}, dialect_), dialect_, [this] { return environment_; }, {}));
  testing::DoorClient client(*door);
  for (const char* const path : {"/console", "/console/logins/ann"}) {
    const ClientAnswer page = client.Get(path, {{"Accept", "text/html"}});
    EXPECT_EQ(page.status, 404) << path;
    EXPECT_EQ(page.content_type, "text/plain; charset=utf-8");
    EXPECT_THAT(page.body, ::testing::HasSubstr("built without its console. The API works."));
    EXPECT_THAT(page.body, ::testing::HasSubstr("./dev build"));
  }
  const ClientAnswer problem = client.Get("/console", {{"Accept", "application/json"}});
  EXPECT_THAT(problem.body, ::testing::HasSubstr(R"("code":"console_missing")"));
  door->Stop();
}

TEST_F(ConsoleRoutes, MissingFileOfThePageIs404) {
  EXPECT_EQ(Get("/console/assets/app-0000.js").status, 404);
  EXPECT_EQ(Get(kScript).status, 200);
}

}  // namespace
}  // namespace bearward::console
