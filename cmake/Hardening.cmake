# SPDX-License-Identifier: Apache-2.0
# Warnings and the hardening flags of OpenSSF's "Compiler Options Hardening Guide for C and C++", each where the compiler has it.
include(CheckCCompilerFlag)
include(CheckLinkerFlag)

add_library(hallmark_flags INTERFACE)

set(hallmark_warnings
  -Wall -Wextra -Wformat=2 -Wconversion -Wimplicit-fallthrough -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wold-style-definition -Wpointer-arith -Wwrite-strings -Wvla -Wundef -Wnull-dereference -Wtrampolines
  -Werror=format-security -Werror=implicit -Werror=incompatible-pointer-types -Werror=int-conversion)
if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
  # Clang sees the cast in GLib's own g_utf8_next_char().
  list(APPEND hallmark_warnings -Wcast-qual)
endif()
set(hallmark_hardening
  -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -fstrict-flex-arrays=3
  -ftrivial-auto-var-init=zero -fno-delete-null-pointer-checks -fno-strict-overflow -fno-strict-aliasing)
foreach(flag IN LISTS hallmark_warnings hallmark_hardening)
  string(MAKE_C_IDENTIFIER "HAVE${flag}" have)
  check_c_compiler_flag(${flag} ${have})
  if(${have})
    target_compile_options(hallmark_flags INTERFACE ${flag})
  endif()
endforeach()

foreach(flag IN ITEMS -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--as-needed -Wl,--no-copy-dt-needed-entries)
  string(MAKE_C_IDENTIFIER "HAVE${flag}" have)
  check_linker_flag(C ${flag} ${have})
  if(${have})
    target_link_options(hallmark_flags INTERFACE ${flag})
  endif()
endforeach()
target_link_options(hallmark_flags INTERFACE $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-pie>)

# _FORTIFY_SOURCE needs optimisation, and the sanitizers check more than it does.
target_compile_options(hallmark_flags INTERFACE $<$<CONFIG:Release,RelWithDebInfo>:-U_FORTIFY_SOURCE>
  $<$<CONFIG:Release,RelWithDebInfo>:-D_FORTIFY_SOURCE=3>)
target_compile_definitions(hallmark_flags INTERFACE _GNU_SOURCE G_LOG_DOMAIN="hallmark"
  GLIB_VERSION_MIN_REQUIRED=GLIB_VERSION_2_74 GLIB_VERSION_MAX_ALLOWED=GLIB_VERSION_2_74)
target_include_directories(hallmark_flags INTERFACE
  ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/include)

if(HALLMARK_WERROR)
  target_compile_options(hallmark_flags INTERFACE -Werror)
endif()
if(HALLMARK_COVERAGE)
  target_compile_options(hallmark_flags INTERFACE --coverage -O0 -g)
  target_link_options(hallmark_flags INTERFACE --coverage)
endif()
