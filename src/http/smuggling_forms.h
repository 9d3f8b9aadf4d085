// Requests that two parsers may interpret differently. For the tests of this module: the parser and
// the server must refuse every row.
#pragma once

#include <array>
#include <string_view>

namespace bearward::http {

// RefusedForm is a complete request that must be answered with `status`, and the connection closed.
struct RefusedForm {
  std::string_view name;
  std::string_view bytes;
  int status = 400;
};

using std::literals::string_view_literals::operator""sv;  // for rows that contain NUL

// kRefusedForms has a row for every form that is refused because of the head alone.
inline constexpr auto kRefusedForms = std::to_array<RefusedForm>({
    {"LengthAndChunked",
     "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
     "0\r\n\r\n"},
    {"ChunkedAndLength",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n"
     "0\r\n\r\n"},
    {"RepeatedLength",
     "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx"},
    {"RepeatedEqualLength",
     "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\ncontent-length: 1\r\n\r\nx"},
    {"LengthList", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 1\r\n\r\nx"},
    {"SignedLength", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\nx"},
    {"HexLength", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\nx"},
    {"EmptyLength", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n"},
    {"HugeLength", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551617\r\n\r\nx"},
    {"RepeatedCoding",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"
     "\r\n0\r\n\r\n"},
    {"OtherCoding",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
    {"IdentityCoding",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"},
    {"QuotedCoding",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"},
    {"CodingWithTab",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \x0b"
     "chunked\r\n\r\n0\r\n\r\n"},
    {"CodingInOldVersion",
     "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
    {"BareLfAfterRequestLine", "GET / HTTP/1.1\nHost: a\r\n\r\n"},
    {"BareLfAfterHeader", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"},
    {"BareLfAtTheEnd", "GET / HTTP/1.1\r\nHost: a\r\n\n"},
    {"OnlyBareLf", "GET / HTTP/1.1\nHost: a\n\n"},
    {"BareCrInValue", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rContent-Length: 5\r\n\r\n"},
    {"ObsFold", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n"},
    {"ObsFoldWithTab", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n\tb\r\n\r\n"},
    {"ObsFoldOfEmptyValue", "GET / HTTP/1.1\r\nHost: a\r\nX:\r\n b\r\n\r\n"},
    {"ObsFoldOfCoding",
     "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"},
    {"ObsFoldToEmptyLine", "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n \r\n\r\n"},
    {"SpaceBeforeFirstHeader", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"},
    {"SpaceBeforeColon", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nhello"},
    {"TabBeforeColon", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length\t: 5\r\n\r\nhello"},
    {"HeaderWithoutColon", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n"},
    {"HeaderWithoutName", "GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n"},
    {"NulInName", "GET / HTTP/1.1\r\nHost: a\r\nX\0Y: x\r\n\r\n"sv},
    {"NulInValue", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"sv},
    {"ControlInValue",
     "GET / HTTP/1.1\r\nHost: a\r\nX: a\x01"
     "b\r\n\r\n"},
    {"DeleteInValue",
     "GET / HTTP/1.1\r\nHost: a\r\nX: a\x7f"
     "b\r\n\r\n"},
    {"NulInTarget", "GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n"sv},
    {"ControlInTarget",
     "GET /a\x01"
     "b HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"TabInTarget", "GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"HighByteInTarget", "GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"FragmentInTarget", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"NoHost", "GET / HTTP/1.1\r\nX: a\r\n\r\n"},
    {"RepeatedHost", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
    {"RepeatedEqualHost", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
    {"EmptyHost", "GET / HTTP/1.1\r\nHost:\r\n\r\n"},
    {"HostWithPath", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
    {"HostWithUser", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"},
    {"HostList", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"},
    {"RepeatedHostInOldVersion", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"},
    {"AbsoluteTargetWithUser", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"AbsoluteTargetWithoutAuthority", "GET http:///a HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"AbsoluteTargetWithOneSlash", "GET http:/a HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"AbsoluteTargetOfAnotherScheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"AbsoluteTargetWithBackslash", "GET http://a\\b/ HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"AbsoluteTargetWithoutHost", "GET http://a/ HTTP/1.1\r\nX: a\r\n\r\n"},
    {"AbsoluteTargetWithTwoHosts", "GET http://a/ HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
    {"AbsoluteTargetWithMalformedHost", "GET http://a/ HTTP/1.1\r\nHost: a/b\r\n\r\n"},
    {"AuthorityTarget", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"},
    {"AsteriskOutsideOptions", "GET * HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"RelativeTarget", "GET a HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"TwoSpacesBeforeTarget", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"TwoSpacesBeforeVersion", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"SpaceAfterVersion", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"},
    {"SpaceBeforeMethod", " GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"SpaceInTarget", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"TabAfterMethod", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"TwoEmptyLinesFirst", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
    {"NoVersion", "GET /\r\nHost: a\r\n\r\n"},
    {"LowerCaseVersion", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
    {"OtherProtocol", "GET / RTSP/1.1\r\nHost: a\r\n\r\n", 400},
    {"Version09", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505},
    {"Version12WithoutHost", "GET / HTTP/1.2\r\n\r\n"},
    {"Version20", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
    {"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
    {"UnknownExpectation", "GET / HTTP/1.1\r\nHost: a\r\nExpect: 200-maybe\r\n\r\n", 417},
});

}  // namespace bearward::http
