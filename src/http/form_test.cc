#include "http/form.h"

#include <gtest/gtest.h>

namespace bearward::http {
namespace {

template <class T>
std::string ReasonOf(const base::Result<T>& result) {
  return result.has_value() ? "" : result.error().reason;
}

TEST(MediaTypeTest, TypeAndParametersAreRead) {
  const auto type =
      ParseMediaType(" Multipart/Form-Data ; Charset=\"UTF-8\"; boundary=\"a b\\\"c\";");
  ASSERT_TRUE(type.has_value());
  EXPECT_EQ(type->type, "multipart/form-data");
  EXPECT_EQ(type->charset, "utf-8");
  EXPECT_EQ(type->boundary, "a b\"c");
}

TEST(MediaTypeTest, MalformedValuesAreRefused) {
  for (const char* value :
       {"", " ", "json", "/json", "application/", "application/json charset=utf-8",
        "application/json; charset", "application/json; charset=", "application/json; =x",
        "application/json; a=\"b", "application/json; a=b; A=c", "application/json, text/plain",
        "application/json; charset=utf-8 x"}) {
    EXPECT_EQ(ReasonOf(ParseMediaType(value)), "bad_content_type") << value;
  }
}

TEST(UrlEncodedTest, FieldsKeepOrderAndRepetition) {
  const auto fields = ParseUrlEncoded("a=1&b=x+y%20z&&a=2&flag&=v&e=%3D%26=");
  ASSERT_TRUE(fields.has_value());
  const Fields expected = {{"a", "1"},   {"b", "x y z"}, {"a", "2"},
                           {"flag", ""}, {"", "v"},      {"e", "=&="}};
  EXPECT_EQ(*fields, expected);
}

TEST(UrlEncodedTest, EmptyTextHasNoFields) {
  EXPECT_TRUE(ParseUrlEncoded("")->empty());
  EXPECT_TRUE(ParseUrlEncoded("&&")->empty());
}

TEST(UrlEncodedTest, BrokenEscapesAndNulAreRefused) {
  for (const char* text : {"a=%", "a=%4", "a=%zz", "%=a", "a=%00", "%00=a"}) {
    EXPECT_EQ(ReasonOf(ParseUrlEncoded(text)), "bad_form") << text;
  }
}

// As in a path (router_test.cc): GET /v1/emails?recipient=%FF was 503 with PostgreSQL.
TEST(UrlEncodedTest, TextsThatAreNotUtf8AreRefused) {
  for (const char* text : {"a=%FF", "%FF=a", "a=%C3", "a=%ED%A0%80", "a=\xff"}) {
    EXPECT_EQ(ReasonOf(ParseUrlEncoded(text)), "bad_form") << text;
  }
  EXPECT_TRUE(ParseUrlEncoded("a=caf%C3%A9"));
}

TEST(UrlEncodedTest, FieldsAreCounted) {
  EXPECT_TRUE(ParseUrlEncoded("a&b&c", 3).has_value());
  EXPECT_EQ(ReasonOf(ParseUrlEncoded("a&b&c&d", 3)), "too_many_fields");
}

constexpr const char* kType = "multipart/form-data; boundary=XX";

TEST(MultipartTest, TextPartsAreRead) {
  const auto fields = ParseMultipart(
      kType,
      "--XX\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nann\r\n"
      "--XX\r\ncontent-disposition: form-data; name=\"a \\\"b\\\"\"\r\nContent-Type: text/plain\r\n"
      "\r\nline 1\r\nline --XX 2\r\n"
      "--XX\r\nContent-Disposition: form-data; name=f; filename=\"x.txt\"\r\n"
      "Content-Transfer-Encoding: binary\r\n\r\n\r\n--XX--\r\n");
  ASSERT_TRUE(fields.has_value());
  const Fields expected = {{"user", "ann"}, {"a \"b\"", "line 1\r\nline --XX 2"}, {"f", ""}};
  EXPECT_EQ(*fields, expected);
}

TEST(MultipartTest, NoPartsIsAForm) { EXPECT_TRUE(ParseMultipart(kType, "--XX--")->empty()); }

TEST(MultipartTest, PreambleEpilogueAndSpaceAfterADelimiterAreIgnored) {
  const std::string head = "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n--XX";
  const Fields expected = {{"a", "v"}};
  for (const std::string before : {"", "\r\n", "A message in parts.\r\n", "One\r\nTwo --XX\r\n"}) {
    for (const std::string space : {"", " ", "\t", " \t "}) {
      for (const std::string after : {"", "\r\n", "\r\n\r\n", "\r\nThe end. --XX", "  \r\nx"}) {
        std::string body = before;
        body.append("--XX").append(space).append(head).append("--").append(after);
        const auto fields = ParseMultipart(kType, body);
        ASSERT_TRUE(fields.has_value()) << body;
        EXPECT_EQ(*fields, expected) << body;
      }
    }
  }
}

// Parsers disagree on which of the two delimiters ends the form.
TEST(MultipartTest, ADelimiterInTheEpilogueIsRefused) {
  const std::string part = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n";
  EXPECT_TRUE(ParseMultipart(kType, part + "--XX--\r\nend").has_value());
  EXPECT_EQ(ReasonOf(ParseMultipart(kType, part + "--XX--\r\n" + part + "--XX--")), "bad_form");
  EXPECT_EQ(ReasonOf(ParseMultipart(kType, part + "--XX--\r\nend\r\n--XX--")), "bad_form");
}

TEST(MultipartTest, MalformedBodiesAreRefused) {
  const std::string head = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n";
  for (const std::string& body :
       {std::string(),
        std::string("--XX"),
        std::string("--XY--"),
        std::string("x--XX--"),
        std::string("--XXY\r\n--XX--"),
        std::string("x\r\n--XXY\r\n--XX--"),
        head,
        head + "\r\nv",
        head + "\r\nv\r\n--XX",
        head + "\r\nv\r\n--XX-",
        head + "\r\nv\r\n--XXY\r\n",
        head + "\r\nv\r\n--XX--trailing",
        head + "\nv\r\n--XX--",
        head + head.substr(6) + "\r\nv\r\n--XX--",
        head + "Content-Transfer-Encoding: base64\r\n\r\nv\r\n--XX--",
        head + "no colon\r\n\r\nv\r\n--XX--",
        std::string("--XX\r\n\r\nv\r\n--XX--"),
        std::string("--XX\r\nContent-Disposition: form-data\r\n\r\nv\r\n--XX--"),
        std::string("--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nv\r\n--XX--"),
        head + "\r\n" + std::string("a\0b", 3) + "\r\n--XX--"}) {
    EXPECT_EQ(ReasonOf(ParseMultipart(kType, body)), "bad_form") << body;
  }
}

TEST(MultipartTest, BoundaryMustBeUsable) {
  for (const std::string& type :
       {std::string("multipart/form-data"), std::string("multipart/form-data; boundary=\"\""),
        std::string("multipart/mixed; boundary=XX"), std::string("text/plain"), std::string(),
        "multipart/form-data; boundary=" + std::string(71, 'x')}) {
    EXPECT_EQ(ReasonOf(ParseMultipart(type, "--XX--")), "bad_content_type") << type;
  }
}

TEST(MultipartTest, PartsAndTheirHeadsAreBounded) {
  std::string body;
  for (int i = 0; i < 4; ++i) {
    body += "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n";
  }
  body += "--XX--";
  EXPECT_TRUE(ParseMultipart(kType, body, 4).has_value());
  EXPECT_EQ(ReasonOf(ParseMultipart(kType, body, 3)), "too_many_fields");
  const std::string large = "--XX\r\nX: " + std::string(5000, 'x') +
                            "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n--XX--";
  EXPECT_EQ(ReasonOf(ParseMultipart(kType, large)), "bad_form");
}

TEST(PartsTest, FilesKeepTheirBytesAndTheirNames) {
  const std::string bytes("\x89PNG\0\r\n--X", 10);
  const std::string body =
      "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
      "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.png\"\r\n"
      "Content-Type: image/png\r\n\r\n" +
      bytes +
      "\r\n--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n--XX--";
  const auto parts = ParseParts(kType, body);
  ASSERT_TRUE(parts.has_value());
  ASSERT_EQ(parts->size(), 3U);
  EXPECT_EQ(parts->at(0).file_name, std::nullopt);
  EXPECT_EQ(parts->at(1).name, "f");
  EXPECT_EQ(parts->at(1).file_name, "x.png");
  EXPECT_EQ(parts->at(1).type, "image/png");
  EXPECT_EQ(parts->at(1).value, bytes);
  EXPECT_EQ(parts->at(2).file_name, "");
  EXPECT_EQ(ReasonOf(ParseMultipart(kType, body)), "bad_form") << "NUL in a text";
  EXPECT_EQ(ReasonOf(ParseParts(kType, body, 2)), "too_many_fields");
}

TEST(PartsTest, NulInATextIsRefused) {
  std::string body = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n?\r\n--XX--";
  body[body.find('?')] = '\0';
  EXPECT_EQ(ReasonOf(ParseParts(kType, body)), "bad_form");
}

}  // namespace
}  // namespace bearward::http
