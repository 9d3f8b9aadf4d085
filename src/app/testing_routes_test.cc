#include "app/testing_routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

// Asked is one request with the answer that it got.
struct Asked {
  http::Request request;
  std::vector<http::Header> headers;
  std::optional<http::Response> response;

  static void Answer(std::shared_ptr<void> owner, http::Response&& response) {
    static_cast<Asked*>(owner.get())->response = std::move(response);
  }
};

class TestingRoutesTest : public ::testing::Test {
 protected:
  http::Response Ask(http::Method method, std::string_view path, std::string_view body = "",
                     std::string_view peer = "127.0.0.1", std::vector<http::Header> headers = {}) {
    auto asked = std::make_shared<Asked>();
    asked->headers = std::move(headers);
    asked->request.method = method;
    asked->request.path = path;
    asked->request.body = body;
    asked->request.peer = peer;
    asked->request.headers = asked->headers;
    routes_.Handle(http::Exchange(asked, asked->request, &Asked::Answer));
    return *std::move(asked->response);
  }

  OffsetClock clock_;
  int served_ = 0;
  int resets_ = 0;
  int tended_ = 0;
  mail::Mailbox mailbox_;
  bool sends_mail_elsewhere_ = false;
  TestingRoutes routes_{{.clock = clock_,
                         .serve =
                             [this](http::Exchange exchange) {
                               ++served_;
                               exchange.Respond(http::Response());
                             },
                         .reset = [this]() -> base::Status {
                           ++resets_;
                           return {};
                         },
                         .tend = [this]() -> base::Status {
                           ++tended_;
                           return {};
                         },
                         .mailbox = [this]() -> base::Result<mail::Mailbox*> {
                           if (!sends_mail_elsewhere_) return &mailbox_;
                           return base::Fail(base::Conflict("mailbox_off", "No mailbox."));
                         }}};
};

using http::Method;

TEST_F(TestingRoutesTest, OtherRequestsAreServed) {
  EXPECT_EQ(Ask(Method::kGet, "/v1/whoami", "", "203.0.113.5").status, 200);
  EXPECT_EQ(served_, 1);
}

TEST_F(TestingRoutesTest, ClockIsSetAndAdvanced) {
  EXPECT_EQ(Ask(Method::kPost, "/v1/testing/clock", R"({"now":"2031-05-06T07:08:09Z"})").status,
            200);
  EXPECT_THAT(Ask(Method::kGet, "/v1/testing/clock").body,
              HasSubstr("{\"now\":\"2031-05-06T07:08:"));
  const auto before = clock_.offset();
  Ask(Method::kPost, "/v1/testing/clock", R"({"advance_seconds":3600})");
  EXPECT_EQ(clock_.offset() - before, std::chrono::hours(1));
  EXPECT_EQ(tended_, 2);
}

TEST_F(TestingRoutesTest, MalformedClockChangesNothing) {
  for (const char* body :
       {"", "[]", "{}", R"({"now":1})", R"({"now":"soon"})", R"({"advance_seconds":0})",
        R"({"advance_seconds":-5})", R"({"advance_seconds":1,"now":"2031-05-06T07:08:09Z"})"}) {
    EXPECT_EQ(Ask(Method::kPost, "/v1/testing/clock", body).status, 400) << body;
  }
  EXPECT_EQ(clock_.offset(), std::chrono::milliseconds(0));
}

TEST_F(TestingRoutesTest, EmailsAreListedAndCleared) {
  ASSERT_TRUE(mailbox_.Send(
      mail::Compose(mail::Letter::kMagicAuth, "ann@example.test", base::Secret("123456")), {}));
  EXPECT_THAT(Ask(Method::kGet, "/v1/testing/mailbox").body, HasSubstr("\"code\":\"123456\""));
  EXPECT_EQ(Ask(Method::kGet, "/v1/testing/mailbox", "", "203.0.113.5").status, 403);
  EXPECT_EQ(Ask(Method::kDelete, "/v1/testing/mailbox").status, 204);
  EXPECT_EQ(Ask(Method::kGet, "/v1/testing/mailbox").body, "{\"emails\":[]}");
}

TEST_F(TestingRoutesTest, WithoutAMailboxTheListIsRefused) {
  sends_mail_elsewhere_ = true;
  EXPECT_EQ(Ask(Method::kGet, "/v1/testing/mailbox").status, 409);
}

TEST_F(TestingRoutesTest, ResetRestoresClockFaultsAndState) {
  Ask(Method::kPost, "/v1/testing/clock", R"({"advance_seconds":3600})");
  Ask(Method::kPost, "/v1/testing/faults", R"({"path":"/readyz","status":503,"times":9})");
  EXPECT_EQ(Ask(Method::kGet, "/readyz").status, 503);
  EXPECT_EQ(Ask(Method::kPost, "/v1/testing/reset").status, 204);
  EXPECT_EQ(resets_, 1);
  EXPECT_EQ(clock_.offset(), std::chrono::milliseconds(0));
  EXPECT_EQ(Ask(Method::kGet, "/readyz").status, 200);
}

TEST_F(TestingRoutesTest, FaultsAreListedAndCleared) {
  EXPECT_EQ(Ask(Method::kPost, "/v1/testing/faults", R"({"path":"/readyz","status":503})").status,
            200);
  EXPECT_THAT(Ask(Method::kGet, "/v1/testing/faults").body, HasSubstr("\"path\":\"/readyz\""));
  EXPECT_EQ(Ask(Method::kDelete, "/v1/testing/faults").status, 204);
  EXPECT_EQ(Ask(Method::kGet, "/v1/testing/faults").body, "{\"faults\":[]}");
}

TEST_F(TestingRoutesTest, UnknownRouteIsNotFound) {
  EXPECT_EQ(Ask(Method::kGet, "/v1/testing/mail").status, 404);
  EXPECT_EQ(Ask(Method::kGet, "/v1/testing/reset").status, 404);
  EXPECT_EQ(served_, 0);
}

TEST_F(TestingRoutesTest, OnlyAProgramOnThisMachineMayUseTheRoutes) {
  const auto status = [&](std::string_view peer, std::vector<http::Header> headers) {
    return Ask(Method::kPost, "/v1/testing/reset", "", peer, std::move(headers)).status;
  };
  EXPECT_EQ(status("::1", {{"Host", "localhost"}}), 204);
  EXPECT_EQ(status("203.0.113.5", {}), 403);
  EXPECT_EQ(status("10.0.0.1", {}), 403);
  EXPECT_EQ(status("127.0.0.1", {{"X-Forwarded-For", "203.0.113.5"}}), 403);
  EXPECT_EQ(status("127.0.0.1", {{"Forwarded", "for=203.0.113.5"}}), 403);
  EXPECT_EQ(status("127.0.0.1", {{"Via", "1.1 proxy"}}), 403);
  EXPECT_EQ(status("127.0.0.1", {{"Origin", "https://evil.example"}}), 403);
  EXPECT_EQ(resets_, 1);
}

}  // namespace
}  // namespace bearward::app
