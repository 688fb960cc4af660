# Self-contained reference script. Run with working directory = this folder:  Rscript code.R
# Reads data.csv (+ params.json), writes expected.json. "NaN"/"NA"/"Inf" are written as strings.
suppressPackageStartupMessages(library(jsonlite)); options(digits = 15, contrasts = c("contr.treatment", "contr.poly"))
P <- if (file.exists("params.json")) fromJSON("params.json", simplifyVector = TRUE) else list()
D <- read.csv("data.csv", stringsAsFactors = FALSE, na.strings = c("NA", ""))
OUT <- list(); META <- list(R = R.version.string)
add <- function(k, v) OUT[[k]] <<- v
ver <- function(...) for (p in c(...)) META[[p]] <<- as.character(packageVersion(p))
done <- function() { write_json(list(meta = META, expected = OUT), "expected.json", auto_unbox = TRUE, digits = NA, na = "string", null = "null", pretty = TRUE, force = TRUE); cat(getwd(), "ok", length(OUT), "\n") }
# family clusters: columns agency, group, item. params: groups (order), categories.
# Bias-reduced cluster-robust variance (CR2) under a working model of independent people: intra-class correlation 0.
suppressPackageStartupMessages(library(clubSandwich)); ver("clubSandwich")
D$group <- factor(D$group, levels = P$groups); k <- length(P$groups)
fit <- lm(item ~ 0 + group, D); V <- vcovCR(fit, cluster = D$agency, type = "CR2")
one <- function(fit, V, weights) { t <- linear_contrast(fit, V, matrix(weights, 1), test = "Satterthwaite"); list(estimate = t$Est, se = t$SE, df = t$df) }
unit <- function(g) as.numeric(seq_len(k) == g)
add("means", setNames(lapply(seq_len(k), function(g) one(fit, V, unit(g))), P$groups))
pairs <- combn(k, 2, simplify = FALSE); names(pairs) <- sapply(pairs, function(p) paste(P$groups[p], collapse = "|"))
add("differences", lapply(pairs, function(p) one(fit, V, unit(p[1]) - unit(p[2]))))
# The placements of the people of two groups: their mean in either group is delta, and the influences are their deviations.
add("deltas", lapply(pairs, function(p) {
  E <- D[D$group %in% P$groups[p], ]; E$group <- droplevels(E$group)
  x <- E$item[E$group == P$groups[p[1]]]; y <- E$item[E$group == P$groups[p[2]]]
  E$placement <- ifelse(E$group == P$groups[p[1]], sapply(E$item, function(v) mean(sign(v - y))), sapply(E$item, function(v) mean(sign(x - v))))
  E$group <- factor(E$group, levels = P$groups[p]); f <- lm(placement ~ 0 + group, E)
  # Both means are delta; their deviations add up, which is the contrast (1, 1).
  t <- linear_contrast(f, vcovCR(f, cluster = E$agency, type = "CR2"), matrix(c(1, 1), 1), test = "Satterthwaite")
  list(estimate = mean(outer(x, y, function(a, b) sign(a - b))), se = t$SE) }))
w <- Wald_test(fit, constrain_equal(seq_len(k)), V, test = "HTZ")
add("equal_means", list(F = w$Fstat, df_num = w$df_num, df_denom = w$df_denom, p = w$p_val))
done()
