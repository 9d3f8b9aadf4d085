// What a session of Harness has answered.
#pragma once

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <map>
#include <string>

#include "http/http2_fixture.h"

namespace bearward::http::frames {

// FieldsOf decodes the header block of the first response of a session.
inline std::map<std::string, std::string> FieldsOf(const Sent* headers) {
  std::map<std::string, std::string> fields;
  if (headers == nullptr) return fields;
  nghttp2_hd_inflater* inflater = nullptr;
  nghttp2_hd_inflate_new(&inflater);
  const auto* at =
      reinterpret_cast<const std::uint8_t*>(headers->payload.data());  // char may alias
  std::size_t left = headers->payload.size();
  int flags = 0;
  while (left > 0 || (flags & NGHTTP2_HD_INFLATE_FINAL) == 0) {
    nghttp2_nv field{};
    const ssize_t count = nghttp2_hd_inflate_hd2(inflater, &field, &flags, at, left, 1);
    if (count < 0) break;
    at += count;
    left -= static_cast<std::size_t>(count);
    if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0) {
      const char* const name = reinterpret_cast<char*>(field.name);    // char may alias
      const char* const value = reinterpret_cast<char*>(field.value);  // char may alias
      fields.emplace(std::string(name, field.namelen), std::string(value, field.valuelen));
    }
  }
  nghttp2_hd_inflate_del(inflater);
  return fields;
}

// StatusOf is the status of the first response on a stream, "" without one. The responses of one
// session must be read in their order, so each test reads one.
inline std::string StatusOf(const Harness& harness, std::uint32_t stream) {
  const auto fields = FieldsOf(harness.Find(kHeaders, stream));
  const auto found = fields.find(":status");
  return found == fields.end() ? "" : found->second;
}

// IsReset says whether the stream was reset with that code; HasLeft whether the connection has
// ended with it.
inline bool IsReset(const Harness& harness, std::uint32_t stream, std::uint32_t code) {
  const Sent* const reset = harness.Find(kRstStream, stream);
  return reset != nullptr && reset->code() == code;
}

inline bool HasLeft(const Harness& harness, std::uint32_t code) {
  const Sent* const goaway = harness.Find(kGoAway, 0);
  return goaway != nullptr && goaway->code() == code && harness.session->ended();
}

}  // namespace bearward::http::frames
