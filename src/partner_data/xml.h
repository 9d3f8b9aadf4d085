// Xml: the tags and texts of an XML document, from untrusted bytes. It reads the parts that
// spreadsheets have: no DTD, no entities but the predefined ones. Internal to the module.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace bearward::partner_data {

// XmlToken is a tag or a text between tags. `name` has no namespace prefix. A tag that closes
// itself is an opening tag with `empty`.
struct XmlToken {
  enum class Kind { kOpen, kClose, kText };
  Kind kind = Kind::kText;
  std::string_view name = {};
  std::string_view attributes = {};
  bool empty = false;
  std::string_view text = {};  // raw
};

// Xml views a text, which must outlive it.
class Xml {
 public:
  explicit Xml(std::string_view text) : text_(text) {}
  // Next returns the next token; nullopt at the end. kInvalid "malformed_file".
  base::Result<std::optional<XmlToken>> Next();

 private:
  base::Status SkipTo(std::string_view end);

  std::string_view text_;
  std::size_t at_ = 0;
};

// AttributeOf returns a value in the attributes of a tag; "" if it is absent.
std::string_view AttributeOf(std::string_view attributes, std::string_view name);

// Unescape replaces the predefined entities and character references: kInvalid "malformed_file" for
// any other, and for a result that is not UTF-8.
base::Result<std::string> Unescape(std::string_view text);

}  // namespace bearward::partner_data
