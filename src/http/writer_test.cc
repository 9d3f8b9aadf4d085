#include "http/writer.h"

#include <gtest/gtest.h>

namespace bearward::http {
namespace {

constexpr std::string_view kDate = "Tue, 06 May 2031 07:08:09 GMT";

std::string Written(const Response& response, const ResponseFrame& frame = {.date = kDate}) {
  std::string out;
  AppendResponse(response, frame, out);
  return out;
}

TEST(WriterTest, ResponseHasDateTypeLengthAndBody) {
  Response response;
  response.status = 201;
  response.content_type = "application/json";
  response.body = "{}";
  response.headers.Add("X-One", "1");
  EXPECT_EQ(Written(response),
            "HTTP/1.1 201 Created\r\nDate: Tue, 06 May 2031 07:08:09 GMT\r\n"
            "Content-Type: application/json\r\nX-One: 1\r\nContent-Length: 2\r\n\r\n{}");
}

TEST(WriterTest, HeadHasTheLengthWithoutTheBody) {
  Response response;
  response.body = "hello";
  const std::string text = Written(response, {.date = kDate, .head_only = true});
  EXPECT_NE(text.find("Content-Length: 5\r\n"), std::string::npos);
  EXPECT_TRUE(text.ends_with("\r\n\r\n"));
}

TEST(WriterTest, NoContentAndNotModifiedHaveNeitherLengthNorBody) {
  for (const int status : {204, 304}) {
    Response response;
    response.status = status;
    response.body = "dropped";
    const std::string text = Written(response);
    EXPECT_EQ(text.find("Content-Length"), std::string::npos) << status;
    EXPECT_TRUE(text.ends_with("\r\n\r\n")) << status;
  }
}

TEST(WriterTest, ConnectionLineSaysWhatTheVersionDoesNot) {
  EXPECT_NE(Written({}, {.date = kDate, .keep_alive = false}).find("Connection: close\r\n"),
            std::string::npos);
  EXPECT_EQ(Written({}).find("Connection"), std::string::npos);
  EXPECT_NE(Written({}, {.date = kDate, .minor_version = 0}).find("Connection: keep-alive\r\n"),
            std::string::npos);
}

TEST(WriterTest, StatusWithoutPhraseKeepsItsSpace) {
  Response response;
  response.status = 299;
  EXPECT_TRUE(Written(response).starts_with("HTTP/1.1 299 \r\n"));
}

}  // namespace
}  // namespace bearward::http
