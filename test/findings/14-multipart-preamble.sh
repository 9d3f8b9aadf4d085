#!/usr/bin/env bash
# RFC 2046 section 5.1.1: preamble, epilogue and white space after a delimiter are ignored.
. "$(dirname "$0")/lib.sh"
# sign_in NAME WANT FORMAT sends the printf format as multipart/form-data.
sign_in() {
  # shellcheck disable=SC2059  # the format is the body
  check "$1" "$2" "$(printf -- "$3" | status -H 'Content-Type: multipart/form-data; boundary=Zz' \
    --data-binary @- "$url/auth/login")"
}
user='Content-Disposition: form-data; name="username"\r\n\r\nmira\r\n'
password='Content-Disposition: form-data; name="password"\r\n\r\nZitronen-Falter-77\r\n'
form="--Zz\r\n$user--Zz\r\n$password--Zz--"
start
sign_in "plain" 200 "$form\r\n"
sign_in "no line end" 200 "$form"
sign_in "line end before the first delimiter" 200 "\r\n$form\r\n"
sign_in "preamble" 200 "One\r\nTwo\r\n$form\r\n"
sign_in "epilogue" 200 "$form\r\nThe end."
sign_in "two line ends" 200 "$form\r\n\r\n"
sign_in "white space after delimiters" 200 "--Zz \r\n$user--Zz\t\r\n$password--Zz--  \r\n"
sign_in "a second form in the epilogue is refused" 400 "$form\r\n$form"
sign_in "text after a delimiter is refused" 400 "--Zzz\r\n$user$form"
stop
finish
