#include "http/http2_head.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "http/parser.h"
#include "http/syntax.h"

namespace bearward::http {
namespace {

// Fields that describe a connection of HTTP/1.1 (RFC 9113 section 8.2.2).
constexpr std::array<std::string_view, 5> kConnectionFields = {
    "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"};
// Overhead of one field in the size of a header list (RFC 9113 section 6.5.2).
constexpr std::size_t kFieldOverhead = 32;

// IsName accepts a token without upper-case letters (RFC 9113 section 8.2.1).
bool IsName(std::string_view name) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  return IsToken(name) && std::ranges::none_of(name, upper);
}

// IsValue accepts what a header of HTTP/1.1 can contain, without white space around it (RFC 9113
// section 8.2.1).
bool IsValue(std::string_view value) {
  return IsFieldValue(value) && base::Trim(value).size() == value.size();
}

// Store keeps the first value; returns false for a second one.
bool Store(std::optional<std::string>& member, std::string_view value) {
  if (member) return false;
  member = value;
  return true;
}

}  // namespace

void Http2Head::Add(std::string_view name, std::string_view value, const Limits& limits) {
  list_size_ += name.size() + value.size() + kFieldOverhead;
  if (list_size_ > limits.head_bytes) return Fail(431);
  if (name.starts_with(':')) return AddPseudo(name, value);
  AddRegular(name, value, limits);
}

void Http2Head::AddPseudo(std::string_view name, std::string_view value) {
  if (lines_ > 0) return Spoil();
  bool first = false;
  if (name == ":path") {
    first = !has_path_;
    has_path_ = true;
    path_ = value;
  } else if (name == ":method") {
    first = Store(method_, value);
  } else if (name == ":scheme") {
    first = Store(scheme_, value);
  } else if (name == ":authority") {
    first = Store(authority_, value);
  }
  if (!first) Spoil();
}

bool Http2Head::CountLine(const Limits& limits) {
  if (++lines_ <= limits.header_count) return true;
  Fail(431);
  return false;
}

void Http2Head::AddRegular(std::string_view name, std::string_view value, const Limits& limits) {
  if (!IsName(name) || !IsValue(value)) return Spoil();
  if (name == "cookie") return AddCookie(value, limits);
  if (!CountLine(limits) || !ReadField(name, value)) return;
  fields_.push_back({text_.size(), name.size(), value.size()});
  text_ += name;
  text_ += value;
}

// A client may split Cookie into several fields to compress them better. They are one line for the
// code above, which would otherwise see a repeated header.
void Http2Head::AddCookie(std::string_view value, const Limits& limits) {
  if (cookie_.empty() && !CountLine(limits)) return;
  if (!cookie_.empty()) cookie_ += "; ";
  cookie_ += value;
}

// ReadField applies the fields with a meaning for the protocol; returns whether to store the field.
bool Http2Head::ReadField(std::string_view name, std::string_view value) {
  if (name == "host") {
    if (!Store(host_, value)) Spoil();
    return false;
  }
  if (name == "content-length") {
    std::uint64_t length = 0;
    if (content_length_ || !ParseLength(value, length)) Spoil();
    content_length_ = length;
  } else if (name == "expect") {
    const bool known = base::EqualsIgnoreCase(value, "100-continue");
    if (!known || expects_continue_) Fail(417);
    expects_continue_ = known;
  } else if (name == "te" && !base::EqualsIgnoreCase(value, "trailers")) {
    Spoil();
  } else if (std::ranges::find(kConnectionFields, name) != kConnectionFields.end()) {
    Spoil();
  }
  return true;
}

// The authority form is only for CONNECT, which is refused because this server is not a proxy.
int Http2Head::CheckRequestLine(const Limits& limits, Request& request) const {
  if (!method_ || !IsToken(*method_)) return 400;
  request.method_text = *method_;
  request.method = MethodFromText(*method_);
  if (!IsTarget(path_)) return 400;
  if (path_.size() > limits.target_bytes) return 414;
  const bool asterisk = path_ == "*" && request.method == Method::kOptions;
  if (!path_.starts_with('/') && !asterisk) return 400;
  const std::string_view target = path_;
  const std::size_t mark = target.find('?');
  request.target = target;
  request.path = target.substr(0, mark);
  request.query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  const bool known_scheme = scheme_ && (base::EqualsIgnoreCase(*scheme_, "https") ||
                                        base::EqualsIgnoreCase(*scheme_, "http"));
  return known_scheme && *method_ != "CONNECT" ? 0 : 400;
}

int Http2Head::CheckAuthority() const {
  if (!authority_ && !host_) return 400;
  for (const auto* given : {&authority_, &host_}) {
    if (*given && !IsHost(**given)) return 400;
  }
  return authority_ && host_ && !base::EqualsIgnoreCase(*authority_, *host_) ? 400 : 0;
}

int Http2Head::Build(const Limits& limits, Request& request) {
  const int line = CheckRequestLine(limits, request);
  if (status_ == 0) status_ = line;
  if (status_ == 0) status_ = CheckAuthority();
  if (status_ != 0) return status_;
  headers_.reserve(fields_.size() + 2);
  headers_.push_back({"host", authority_ ? *authority_ : *host_});
  const std::string_view text = text_;
  for (const Field& field : fields_) {
    headers_.push_back({text.substr(field.begin, field.name_size),
                        text.substr(field.begin + field.name_size, field.value_size)});
  }
  if (!cookie_.empty()) headers_.push_back({"cookie", cookie_});
  request.headers = headers_;
  return 0;
}

void Http2Head::Clear() { *this = Http2Head(); }

}  // namespace bearward::http
