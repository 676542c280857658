package io.veritwin.ui.audit;

import io.veritwin.records.review.TrailReview;
import io.veritwin.records.review.TrailReviews;
import io.veritwin.records.trail.TrailRow;
import io.veritwin.records.trail.TrailSearch;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** Reviews of the trail, and the one that is opened with its exceptions (URS-196). */
@Named("reviews")
@RequestScoped
public class Reviews {

  private static final int SHOWN = 500;

  @Inject TrailReviews trailReviews;
  @Inject TrailSearch search;
  @Inject CurrentPerson me;
  @Inject HttpServletRequest request;

  private List<TrailReview> all;
  private List<TrailRow> exceptions;

  public List<TrailReview> getAll() {
    if (all == null) {
      all = trailReviews.all();
    }
    return all;
  }

  /** The review asked for, else the newest; {@code null} while there is none. */
  public TrailReview getOpened() {
    String asked = request.getParameter("review");
    return getAll().stream()
        .filter(r -> r.number().equals(asked))
        .findFirst()
        .orElse(getAll().isEmpty() ? null : getAll().get(0));
  }

  /** What the reviewer looks at first. */
  public List<TrailRow> getExceptions() {
    if (exceptions == null) {
      exceptions = search.exceptions(getOpened().scope(), SHOWN);
    }
    return exceptions;
  }

  public boolean isMoreExceptions() {
    return getOpened().exceptions() > getExceptions().size();
  }

  /** True when the opened review waits for this person's signature. */
  public boolean isMine() {
    return !getOpened().isSigned() && getOpened().preparedBy().equals(me.person().subject());
  }

  /** The covered entries in the explorer. */
  public String getHref() {
    return "explorer.xhtml" + TrailFilter.of(getOpened().scope().query()).with("page", "");
  }
}
