// Http2Head: the header section of one HTTP/2 request, which it checks and turns into a Request.
// Internal to http.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/limits.h"
#include "http/message.h"

namespace bearward::http {

// Http2Head stores the fields of a header section in the order of arrival. It refuses what RFC 9113
// section 8 calls malformed and what ParseHead refuses of HTTP/1.1, so that the code above sees
// equally strict requests of both protocols: pseudo-fields that are unknown, repeated, missing or
// after a regular field, CONNECT, names with an upper-case letter, fields that are specific to a
// connection, and a Host that differs from `:authority`. The first fault determines the status.
class Http2Head {
 public:
  // Add stores a field, unless a limit is exceeded, in which case it only counts it.
  void Add(std::string_view name, std::string_view value, const Limits& limits);
  // Spoil marks the head as malformed.
  void Spoil() { Fail(400); }
  // Build fills the head of `request`, whose views refer to this object. Returns 0, or the status
  // to refuse the request with; method and path are then filled as far as they are valid. Host is
  // the first header, and the lines of Cookie are one (RFC 9113 section 8.2.3).
  int Build(const Limits& limits, Request& request);
  // Clear releases the memory; the views are invalid afterwards.
  void Clear();

  // list_size returns the size of all added fields in bytes as RFC 9113 section 6.5.2 counts it:
  // 32 bytes more for each field than its name and value have.
  std::size_t list_size() const { return list_size_; }
  // memory returns the stored bytes.
  std::size_t memory() const { return text_.size() + cookie_.size() + path_.size(); }
  // content_length returns the announced length of the body, nullopt if there is none.
  const std::optional<std::uint64_t>& content_length() const { return content_length_; }
  bool expects_continue() const { return expects_continue_; }

 private:
  // Field is a range of text_: the name, directly followed by the value.
  struct Field {
    std::size_t begin;
    std::size_t name_size;
    std::size_t value_size;
  };

  void Fail(int status) {
    if (status_ == 0) status_ = status;
  }
  void AddPseudo(std::string_view name, std::string_view value);
  void AddRegular(std::string_view name, std::string_view value, const Limits& limits);
  void AddCookie(std::string_view value, const Limits& limits);
  bool CountLine(const Limits& limits);
  bool ReadField(std::string_view name, std::string_view value);
  int CheckRequestLine(const Limits& limits, Request& request) const;
  int CheckAuthority() const;

  int status_ = 0;
  std::size_t list_size_ = 0;
  std::size_t lines_ = 0;
  std::string text_;
  std::vector<Field> fields_;
  std::optional<std::string> method_, scheme_, authority_, host_;
  std::string path_;
  bool has_path_ = false;
  std::string cookie_;
  std::optional<std::uint64_t> content_length_;
  bool expects_continue_ = false;
  std::vector<Header> headers_;
};

}  // namespace bearward::http
