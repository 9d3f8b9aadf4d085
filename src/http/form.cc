#include "http/form.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/encode.h"
#include "base/utf8.h"
#include "http/syntax.h"

namespace bearward::http {
namespace {

constexpr std::size_t kMaxBoundary = 70;  // RFC 2046 section 5.1.1
constexpr std::size_t kMaxPartHead = 4 * 1024;

std::unexpected<base::Error> BadType() {
  return base::Fail(base::Invalid("bad_content_type", "The Content-Type header is malformed."));
}
std::unexpected<base::Error> BadForm() {
  return base::Fail(base::Invalid("bad_form", "The form is malformed."));
}
std::unexpected<base::Error> TooMany() {
  return base::Fail(base::Invalid("too_many_fields", "The form has too many fields."));
}

void SkipSpace(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
}

std::string_view TakeToken(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && IsTokenByte(text[size])) ++size;
  const std::string_view token = text.substr(0, size);
  text.remove_prefix(size);
  return token;
}

// TakeQuoted parses a quoted-string (RFC 9110 section 5.6.4) whose opening quote begins `text`.
std::optional<std::string> TakeQuoted(std::string_view& text) {
  std::string out;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') {
      text.remove_prefix(i + 1);
      return out;
    }
    if (text[i] == '\\' && ++i == text.size()) return std::nullopt;
    if (!IsFieldByte(text[i])) return std::nullopt;
    out += text[i];
  }
  return std::nullopt;
}

std::optional<std::string> TakeValue(std::string_view& text) {
  if (text.starts_with('"')) return TakeQuoted(text);
  const std::string_view token = TakeToken(text);
  if (token.empty()) return std::nullopt;
  return std::string(token);
}

// ParseParameters parses `; a=b; c="d"` with names in lower case; a repeated name is an error.
std::optional<Fields> ParseParameters(std::string_view text) {
  Fields out;
  for (SkipSpace(text); !text.empty(); SkipSpace(text)) {
    if (text.front() != ';') return std::nullopt;
    text.remove_prefix(1);
    SkipSpace(text);
    if (text.empty() || text.front() == ';') continue;
    const std::string name = base::Lower(TakeToken(text));
    if (name.empty() || !text.starts_with('=')) return std::nullopt;
    text.remove_prefix(1);
    auto value = TakeValue(text);
    const bool repeated =
        std::ranges::any_of(out, [&](const auto& field) { return field.first == name; });
    if (!value || repeated) return std::nullopt;
    out.emplace_back(name, *std::move(value));
  }
  return out;
}

std::string ValueOf(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return {};
}

// PartHead contains the information from a part's header lines.
struct PartHead {
  std::optional<std::string> name;
  std::optional<std::string> file_name;
  std::string type;
};

bool ReadDisposition(std::string_view value, PartHead& head) {
  const std::string_view kind = TakeToken(value);
  const auto parameters = ParseParameters(value);
  if (head.name || !base::EqualsIgnoreCase(kind, "form-data") || !parameters) return false;
  for (const auto& [key, text] : *parameters) {
    if (key == "name") head.name = text;
    if (key == "filename") head.file_name = text;
  }
  return head.name.has_value();
}

// Only parts without a transfer encoding are supported (RFC 7578 section 4.7).
bool IsIdentity(std::string_view encoding) {
  return base::EqualsIgnoreCase(encoding, "7bit") || base::EqualsIgnoreCase(encoding, "8bit") ||
         base::EqualsIgnoreCase(encoding, "binary");
}

// ReadPartHead removes the header lines and the empty line after them from `rest`.
std::optional<PartHead> ReadPartHead(std::string_view& rest) {
  PartHead head;
  std::size_t used = 0;
  while (true) {
    const std::size_t end = rest.find("\r\n");
    if (end == std::string_view::npos || (used += end) > kMaxPartHead) return std::nullopt;
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 2);
    if (line.empty()) break;
    const std::string_view name = TakeToken(line);
    if (name.empty() || !line.starts_with(':')) return std::nullopt;
    const std::string_view value = base::Trim(line.substr(1));
    if (base::EqualsIgnoreCase(name, "Content-Disposition")) {
      if (!ReadDisposition(value, head)) return std::nullopt;
    } else if (base::EqualsIgnoreCase(name, "Content-Type")) {
      head.type = value;
    } else if (base::EqualsIgnoreCase(name, "Content-Transfer-Encoding") && !IsIdentity(value)) {
      return std::nullopt;
    }
  }
  if (!head.name) return std::nullopt;
  return head;
}

// SkipPreamble removes everything up to the end of the first delimiter from `body` (RFC 2046
// section 5.1.1: a preamble is ignored). At the beginning of the body the delimiter has no line end
// before it.
bool SkipPreamble(std::string_view& body, std::string_view delimiter) {
  if (const std::string_view first = delimiter.substr(2); body.starts_with(first)) {
    body.remove_prefix(first.size());
    return true;
  }
  const std::size_t begin = body.find(delimiter);
  if (begin == std::string_view::npos) return false;
  body.remove_prefix(begin + delimiter.size());
  return true;
}

// IsEpilogue accepts what may follow the closing delimiter: white space, then the end or a CRLF and
// ignored text. Another delimiter in it is refused, because two parsers could then read different
// forms.
bool IsEpilogue(std::string_view rest, std::string_view delimiter) {
  SkipSpace(rest);
  return rest.empty() || (rest.starts_with("\r\n") && !rest.contains(delimiter));
}

}  // namespace

base::Result<MediaType> ParseMediaType(std::string_view value) {
  std::string_view rest = base::Trim(value);
  const std::string_view whole = rest;
  const std::string_view type = TakeToken(rest);
  if (type.empty() || !rest.starts_with('/')) return BadType();
  rest.remove_prefix(1);
  const std::string_view subtype = TakeToken(rest);
  if (subtype.empty()) return BadType();
  const auto parameters = ParseParameters(rest);
  if (!parameters) return BadType();
  return MediaType{base::Lower(whole.substr(0, type.size() + 1 + subtype.size())),
                   base::Lower(ValueOf(*parameters, "charset")), ValueOf(*parameters, "boundary")};
}

base::Result<Fields> ParseUrlEncoded(std::string_view text, std::size_t max_fields) {
  Fields out;
  while (!text.empty()) {
    const std::string_view piece = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), piece.size() + 1));
    if (piece.empty()) continue;
    if (out.size() == max_fields) return TooMany();
    const std::size_t equals = piece.find('=');
    auto name = base::PercentDecode(piece.substr(0, equals), true);
    auto value = base::PercentDecode(
        equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1), true);
    if (!name || !value || !base::IsUtf8(*name) || !base::IsUtf8(*value)) return BadForm();
    out.emplace_back(*std::move(name), *std::move(value));
  }
  return out;
}

base::Result<std::vector<Part>> ParseParts(std::string_view content_type, std::string_view body,
                                           std::size_t max_parts) {
  BW_TRY_ASSIGN(const MediaType type, ParseMediaType(content_type));
  const bool usable = type.type == "multipart/form-data" && !type.boundary.empty() &&
                      type.boundary.size() <= kMaxBoundary;
  if (!usable) return BadType();
  const std::string delimiter = "\r\n--" + type.boundary;
  if (!SkipPreamble(body, delimiter)) return BadForm();
  std::vector<Part> out;
  while (!body.starts_with("--")) {
    SkipSpace(body);
    if (!body.starts_with("\r\n")) return BadForm();
    body.remove_prefix(2);
    auto head = ReadPartHead(body);
    const std::size_t end = body.find(delimiter);
    if (!head || end == std::string_view::npos) return BadForm();
    if (out.size() == max_parts) return TooMany();
    const std::string_view value = body.substr(0, end);
    if (!head->file_name && value.contains('\0')) return BadForm();
    out.push_back(
        {*std::move(head->name), std::move(head->type), std::move(head->file_name), value});
    body.remove_prefix(end + delimiter.size());
  }
  body.remove_prefix(2);
  if (!IsEpilogue(body, delimiter)) return BadForm();
  return out;
}

base::Result<Fields> ParseMultipart(std::string_view content_type, std::string_view body,
                                    std::size_t max_fields) {
  BW_TRY_ASSIGN(std::vector<Part> parts, ParseParts(content_type, body, max_fields));
  Fields out;
  for (Part& part : parts) {
    if (part.value.contains('\0')) return BadForm();
    out.emplace_back(std::move(part.name), part.value);
  }
  return out;
}

}  // namespace bearward::http
