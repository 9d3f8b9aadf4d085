// Browser: a browser for the tests of the sign-in pages.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "testing/door_client.h"

namespace bearward::app {

// Browser keeps cookies as a browser does.
class Browser {
 public:
  explicit Browser(std::string accept = "text/html") : accept_(std::move(accept)) {}

  testing::ClientHeaders Headers() const {
    std::string cookies;
    for (const auto& [name, value] : jar_) {
      if (!cookies.empty()) cookies += "; ";
      cookies.append(name).append("=").append(value);
    }
    return {{"Accept", accept_}, {"Cookie", cookies}, {"User-Agent", name_}};
  }
  // Api returns the headers of a script of the console.
  testing::ClientHeaders Api() const {
    return {{"Cookie", Headers()[1].second}, {"X-CSRF-Token", Cookie("bearward_csrf")}};
  }
  // Masquerade returns those of a script of a page in which the person acts as another one.
  testing::ClientHeaders Masquerade() const {
    return {{"Cookie", "bearward_masquerade=" + Cookie("bearward_masquerade")},
            {"X-CSRF-Token", Cookie("bearward_masquerade_csrf")}};
  }
  void Take(const testing::ClientAnswer& answer) {
    for (const auto& [name, value] : answer.headers) {
      if (name != "Set-Cookie") continue;
      const auto equals = value.find('=');
      const auto end = value.find(';');
      const std::string text = value.substr(equals + 1, end - equals - 1);
      if (text.empty()) {
        jar_.erase(value.substr(0, equals));
      } else {
        jar_[value.substr(0, equals)] = text;
      }
    }
  }
  std::string Cookie(const std::string& name) const {
    const auto found = jar_.find(name);
    return found == jar_.end() ? "" : found->second;
  }
  // Call sets what the browser sends as its name.
  void Call(const std::string& name) { name_ = name; }
  void Plant(const std::string& name, const std::string& value) { jar_[name] = value; }

 private:
  std::string accept_;
  std::string name_ = "Tester/1.0";
  std::map<std::string, std::string> jar_;
};

// FieldOf returns the value of a hidden field of a page.
inline std::string FieldOf(const std::string& page, const std::string& name) {
  const std::string mark = "name=\"" + name + "\" value=\"";
  const auto at = page.find(mark);
  if (at == std::string::npos) return "";
  const auto from = at + mark.size();
  return page.substr(from, page.find('"', from) - from);
}

}  // namespace bearward::app
