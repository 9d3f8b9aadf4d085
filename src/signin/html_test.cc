#include "signin/html.h"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace bearward::signin {
namespace {

TEST(Html, ValuesAreEscapedInElementsAndAttributes) {
  Html html("<p title=\"");
  html.Text("\"><script>alert('1')</script>&amp;") += "\">";
  EXPECT_EQ(html.text(),
            "<p title=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;\">");
}

TEST(Html, LiteralsStayMarkup) {
  Html html("<b>");
  html += "</b>";
  EXPECT_EQ(html.text(), "<b></b>");
}

// A text becomes markup only by Text: there is no conversion from a value.
static_assert(!std::is_convertible_v<std::string, Html>);
static_assert(!std::is_convertible_v<std::string_view, Html>);
static_assert(!std::is_constructible_v<Literal, std::string>);

}  // namespace
}  // namespace bearward::signin
