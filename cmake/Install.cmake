# SPDX-License-Identifier: Apache-2.0
# What a user, a shell and a plug-in author find after `cmake --install`.
install(TARGETS hallmark RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES docs/hallmark.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES docs/report.schema.json docs/history.schema.json docs/portfolio.schema.json
  docs/portfolio.md docs/portfolio-rank.schema.json docs/portfolio-changes.schema.json docs/portfolio-show.schema.json docs/changes.schema.json docs/release.schema.json docs/checks.md
  docs/policy.md docs/policy.schema.json DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE LICENSES/Bitstream-Vera.txt DESTINATION ${CMAKE_INSTALL_DOCDIR})

install(DIRECTORY include/hallmark DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_BINARY_DIR}/include/hallmark/version.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/hallmark)
configure_file(cmake/hallmark.pc.in hallmark.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/hallmark.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# The program knows its own options best.
set(completions ${PROJECT_BINARY_DIR}/completions)
foreach(shell IN ITEMS bash zsh fish)
  add_custom_command(OUTPUT ${completions}/hallmark.${shell}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${completions}
    COMMAND hallmark completion ${shell} > ${completions}/hallmark.${shell}
    DEPENDS hallmark VERBATIM)
endforeach()
add_custom_target(completions ALL
  DEPENDS ${completions}/hallmark.bash ${completions}/hallmark.zsh ${completions}/hallmark.fish)
install(FILES ${completions}/hallmark.bash RENAME hallmark
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${completions}/hallmark.zsh RENAME _hallmark
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${completions}/hallmark.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

configure_file(cmake/uninstall.cmake.in uninstall.cmake @ONLY)
add_custom_target(uninstall COMMAND ${CMAKE_COMMAND} -P ${PROJECT_BINARY_DIR}/uninstall.cmake)
