// Question: the bytes of a request, with a credential in the place of @@.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace bearward::load {

// Question is made of the text of a whole request. `@@` stands for the credential. `%LENGTH%`, in
// the head and before it, stands for the length of the body, which may hold the credential.
class Question {
 public:
  explicit Question(std::string text) : text_(std::move(text)) {
    const std::string_view whole = text_;
    const std::size_t head_end = whole.find("\r\n\r\n") + 4;
    const std::size_t slot = whole.find("@@");
    const std::size_t length = whole.find("%LENGTH%");
    has_slot_ = slot != std::string_view::npos;
    has_length_ = length != std::string_view::npos;
    const std::size_t cut = has_slot_ ? slot : whole.size();
    begin_ = whole.substr(0, has_length_ ? length : cut);
    if (has_length_) middle_ = whole.substr(length + 8, cut - length - 8);
    if (has_slot_) end_ = whole.substr(slot + 2);
    slot_in_body_ = has_slot_ && slot >= head_end;
    fixed_body_ = whole.size() - head_end - (slot_in_body_ ? 2 : 0);
  }
  Question(const Question&) = delete;
  Question& operator=(const Question&) = delete;

  // Write makes `out` the request about a credential.
  void Write(std::string_view credential, std::string& out) const {
    if (!has_slot_) credential = {};
    out.assign(begin_);
    if (has_length_) {
      out.append(std::to_string(fixed_body_ + (slot_in_body_ ? credential.size() : 0)));
    }
    out.append(middle_).append(credential).append(end_);
  }

 private:
  std::string text_;
  std::string_view begin_, middle_, end_;
  std::size_t fixed_body_ = 0;
  bool has_slot_ = false;
  bool slot_in_body_ = false;
  bool has_length_ = false;
};

}  // namespace bearward::load
