#include "http/header_lines.h"

#include "base/ascii.h"
#include "http/put.h"
#include "http/syntax.h"

namespace bearward::http {
namespace {

constexpr std::string_view kColon = ": ";
constexpr std::string_view kEnd = "\r\n";
// Size in bytes that the headers of most answers do not exceed.
constexpr std::size_t kUsualSize = 256;

}  // namespace

void HeaderLines::Add(HeaderName name, std::string_view value) {
  const std::string_view text = name.text();
  if (text.empty() || !IsFieldValue(value)) return;
  if (text_.empty()) text_.reserve(kUsualSize);
  const std::size_t begin = text_.size();
  const std::size_t whole = begin + text.size() + kColon.size() + value.size() + kEnd.size();
  // Use `whole`: when the text grows, libstdc++ 12 calls back with another size.
  text_.resize_and_overwrite(whole, [&](char* out, std::size_t) {
    Put(Put(Put(Put(out + begin, text), kColon), value), kEnd);
    return whole;
  });
}

void HeaderLines::Set(HeaderName name, std::string_view value) {
  for (Line line = Seek(name.text()); line.size > 0; line = Seek(name.text())) {
    text_.erase(line.begin, line.size);
  }
  Add(name, value);
}

std::string_view HeaderLines::Find(std::string_view name) const {
  const Line line = Seek(name);
  if (line.size == 0) return {};
  const std::string_view text = std::string_view(text_).substr(line.begin, line.size);
  return text.substr(name.size() + kColon.size(),
                     text.size() - name.size() - kColon.size() - kEnd.size());
}

std::vector<std::pair<std::string, std::string>> HeaderLines::Lines() const {
  std::vector<std::pair<std::string, std::string>> lines;
  for (std::size_t begin = 0; begin < text_.size();) {
    const std::size_t end = text_.find(kEnd, begin);
    const std::size_t colon = text_.find(kColon, begin);
    lines.emplace_back(text_.substr(begin, colon - begin),
                       text_.substr(colon + kColon.size(), end - colon - kColon.size()));
    begin = end + kEnd.size();
  }
  return lines;
}

HeaderLines::Line HeaderLines::Seek(std::string_view name) const {
  const std::string_view text = text_;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin) + 1;
    const std::string_view line = text.substr(begin, end - begin);
    const bool same = line.size() > name.size() && line[name.size()] == ':' &&
                      base::EqualsIgnoreCase(line.substr(0, name.size()), name);
    if (same) return {begin, line.size()};
    begin = end;
  }
  return {};
}

}  // namespace bearward::http
