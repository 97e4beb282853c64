import sys,time
import pytest
from tests.engine import worlds
from tests.engine.watchers import *
@pytest.mark.django_db
def test_p():
    worlds.STORIES=4
    ws=[Previews(), Forecasts(), Returns(), Crowds()]
    spent={}
    def timed(w,n):
        f=getattr(w,n)
        def g(*a):
            t=time.process_time(),time.time()
            f(*a)
            s=spent.setdefault(type(w).__name__,[0,0]); s[0]+=time.process_time()-t[0]; s[1]+=time.time()-t[1]
        setattr(w,n,g)
    for w in ws:
        for n in ("before_day","after_day","before","after"): timed(w,n)
    t=time.process_time(),time.time()
    import cProfile,pstats; pr=cProfile.Profile(); pr.enable(); worlds.live(5,ws); pr.disable(); pstats.Stats(pr).sort_stats("tottime").print_stats(35)
    print("total",time.process_time()-t[0],time.time()-t[1],spent)
    for w in ws:
        print(type(w).__name__, w.seen, len(w.broken))
        for b in w.broken[:8]: print("   ", b[:700])
